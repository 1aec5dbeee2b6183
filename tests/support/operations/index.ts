export * from './context';
export * from './known-documents';
export * from './next-operation';
export * from './operation';
export * from './revive';
export * from './run-operation';
export { SECRET_MARK } from './values';
