export * from './access-keys';
export * from './consumer-store';
export * from './consumers';
export * from './notifier';
export * from './sequencer';
export * from './subscribed-types';
export * from './update-logs';
