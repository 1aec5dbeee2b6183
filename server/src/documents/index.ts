export * from './capture-plan';
export * from './files';
export type { LinkTable } from './link-table';
export * from './read-document';
export * from './reference-graph';
export * from './references';
export * from './streamability';
export * from './undo-side-effects';
export * from './write-document';
