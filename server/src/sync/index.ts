export { MAPPING, type MappingRow, toMapping } from './mappings/mapping-store';
export * from './mappings/mappings-service';
export * from './producer-store';
export * from './producers';
export * from './puller';
export * from './read-document-links';
export type { Saver } from './save-producer';
export * from './sync-log-store';
export * from './sync-logs';
