/**
 * From fast to slow: pure functions, one real Strapi, two real Strapi processes, two of them used
 * through a browser; then, in CI, the package in a new app.
 * `TEST_DATABASE`, `TEST_SEED` and `TEST_DIST` are explained in tests/support.
 */
const path = require('node:path');

const swc = (syntax) => ['@swc/jest', { jsc: { parser: { syntax }, target: 'es2022' } }];

/** An ES module that the build puts into the plugin; Jest cannot `require` it as it is. */
const esModule = '@marcbachmann/cel-js';

const transform = {
  '\\.tsx?$': swc('typescript'),
  [`/node_modules/${esModule}/.+\\.js$`]: swc('ecmascript'),
};

/** Strapi loads the plugin by its built file; this turns that file into the source. */
const builtServer = path.join(__dirname, 'dist', 'server', 'index.js');
const runSource = {
  [`^${builtServer.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`]: '<rootDir>/strapi-server.ts',
};

const project = (name, settings = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform,
  transformIgnorePatterns: [`/node_modules/(?!${esModule}/)`],
  ...settings,
});

/** @type {import('jest').Config} */
module.exports = {
  // A busy machine is no failure.
  testTimeout: 180_000,
  // Most of an integration test is one Strapi that starts, which keeps one core busy.
  maxWorkers: '100%',
  projects: [
    project('unit'),
    project('integration', {
      globalSetup: '<rootDir>/tests/support/global-setup-integration.ts',
      moduleNameMapper: process.env.TEST_DIST === '1' ? {} : runSource,
    }),
    project('two-sites', {
      globalSetup: '<rootDir>/tests/support/global-setup-two-sites.ts',
      runner: '<rootDir>/tests/support/serial-runner.js',
    }),
    project('browser', {
      globalSetup: '<rootDir>/tests/browser/global-setup.ts',
      runner: '<rootDir>/tests/support/serial-runner.js',
    }),
    project('package', { globalSetup: '<rootDir>/tests/support/global-setup-two-sites.ts' }),
  ],
};
