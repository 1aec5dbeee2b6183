/**
 * Runs the test files of a project one after the other. Two sites are two Strapi processes: more
 * of them at once would only measure how slow the machine is.
 */
const jestPaths = { paths: [require.resolve('jest')] };
const corePaths = { paths: [require.resolve('@jest/core', jestPaths)] };
const { default: TestRunner } = require(require.resolve('jest-runner', corePaths));

module.exports = class SerialRunner extends TestRunner {
  isSerial = true;
};
