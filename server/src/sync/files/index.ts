export * from './files-context';
export * from './prepare-files';
export * from './workspace';
export * from './write-file';
