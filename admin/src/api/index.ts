export * from './consumers';
export * from './documentLinks';
export * from './logs';
export * from './mappings';
export * from './producers';
export * from './site';
