/**
 * A consumer's room: a producer's document becomes a local one of another shape. Pure: what it
 * needs to know of both sites comes in as shapes, and what it finds out goes out as fields whose
 * relations still name the producer's documents. docs/mapping.md tells the rules.
 */
export * from './compile-mapping';
export * from './context';
export * from './convert-value';
export { findType } from './fields';
export * from './mapped-fields';
export * from './mapping-error';
export * from './validate-mapping';
