export * from './compare';
export * from './open-database';
export * from './read-dump';
