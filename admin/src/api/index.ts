export * from './consumers';
export * from './logs';
export * from './producers';
export * from './site';
