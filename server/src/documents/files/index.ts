export * from './digest';
export * from './file-row';
export * from './open-file';
export * from './read-file';
