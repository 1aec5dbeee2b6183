export * from './producer-store';
export * from './producers';
export * from './puller';
export * from './sync-log-store';
export * from './sync-logs';
