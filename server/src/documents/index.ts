export * from './files';
export * from './read-document';
export * from './references';
export * from './streamability';
export * from './write-document';
