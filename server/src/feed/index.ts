export * from './access-keys';
export { settleStarts } from './approve-consumer';
export * from './closure';
export * from './consumer-store';
export * from './consumers';
export * from './notifier';
export * from './sequencer';
export * from './subscribed-types';
export * from './update-logs';
