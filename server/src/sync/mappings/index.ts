export * from './load-mappings';
export * from './mapping-functions';
export * from './mapping-store';
export * from './remote-shapes';
