export * from './admin';
export * from './errors';
export * from './events';
export * from './hooks';
export * from './mappings';
export * from './permissions';
export * from './shapes';
export * from './wire';
