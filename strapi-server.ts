export { default } from './server/src';
export type { ConditionArguments, ConditionFunction } from './server/src';
