export * from './read-document';
export * from './streamability';
export * from './write-document';
