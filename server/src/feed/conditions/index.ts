export * from './check-condition';
export type { ConditionArguments, ConditionFunction } from './commands';
export * from './conditions-service';
export * from './judge';
