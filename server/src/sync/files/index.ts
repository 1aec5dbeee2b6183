export * from './files-context';
export * from './prepare-files';
export * from './write-file';
