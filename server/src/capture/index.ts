export * from './cover-document';
export * from './diff-versions';
export * from './document-middleware';
export * from './entity-manager';
export { createIntentRecorder } from './intent';
export * from './resolver';
