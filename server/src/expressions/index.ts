/**
 * What people write to choose documents and to compute values: expressions (CEL) and Strapi's
 * filters, judged on one version of a document. Nothing here reads a database or runs code of the
 * author: what is written comes from other sites too, and so does what it is judged on.
 */
export * from './compile-expression';
export * from './expression-error';
export * from './filters/compile-filter';
export * from './parse-condition';
export * from './registered-function';
export { type FieldShape, type ScalarKind, type Shape, SYSTEM_FIELDS } from './shape';
