export type { Applied, Dependency } from './application';
export { type Applier, createApplier } from './applier';
