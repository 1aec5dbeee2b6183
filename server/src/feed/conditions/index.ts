export * from './check-condition';
export * from './conditions-service';
export * from './judges';
export * from './save-condition-error';
