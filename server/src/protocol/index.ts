export * from './admin';
export * from './errors';
export * from './events';
export * from './permissions';
export * from './wire';
