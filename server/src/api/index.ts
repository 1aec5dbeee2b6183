export * from './controllers';
export * from './permissions';
export * from './routes';
