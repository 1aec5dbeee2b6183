/**
 * Runs the compiled site as a process of its own, told everything by its environment.
 * Prints one JSON line when it serves requests. Ends on SIGTERM, on SIGINT, and when the process
 * that forked it is gone, so that a killed test run leaves nothing behind.
 */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const answerCalls = require('./answer-calls');

const STOP_TIMEOUT_MS = 10_000;

// Strapi itself stops on these signals; this is for the case that stopping hangs.
const endSoon = () => setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
process.once('SIGTERM', endSoon);
process.once('SIGINT', endSoon);
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

const run = async () => {
  const strapi = await createStrapi({
    appDir: __dirname,
    distDir: path.join(__dirname, 'dist'),
    serveAdminPanel: process.env.SERVE_ADMIN_PANEL === 'true',
  }).start();

  answerCalls(strapi);

  const { host, port, absoluteUrl } = strapi.config.get('server');
  console.log(JSON.stringify({ ready: true, pid: process.pid, host, port, url: absoluteUrl }));
};

run();
