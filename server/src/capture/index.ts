export * from './diff-versions';
export * from './document-middleware';
