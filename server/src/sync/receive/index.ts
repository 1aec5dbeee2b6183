export type { Content } from './content';
export { type LookUp, type LookupResult, createLookUp } from './look-up';
export { type MappedVersions, type Mapper, createMapper, lacksFields } from './map-versions';
export { type Place, comesWithoutDraft, describeNoPlace } from './places';
export { assertReceivable } from './receivable';
export * from './receive';
