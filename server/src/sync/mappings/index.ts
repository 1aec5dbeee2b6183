export * from './load-mappings';
export * from './mapping-store';
export * from './remote-shapes';
