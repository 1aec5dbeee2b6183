import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Database, DatabaseClient } from './database';
import { createDatabase } from './database';
import { freePort } from './free-port';
import { SITE_DIR } from './paths';
import type { SiteCall, SiteCalls } from './site-calls';
import { createSiteCalls } from './site-calls';
import type { SiteLog } from './site-log';
import { createSiteLog } from './site-log';

const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 15_000;

export interface SiteOptions {
  name: string;
  /**
   * A database to share with another process, which `remove` then leaves alone; or the kind of
   * the one that the site gets for itself, by default that of the test run.
   */
  database?: Database | DatabaseClient;
  /** Taken if it is free, else any other. */
  preferredPort?: number;
  /** Wins over everything the harness sets, `PULL_INTERVAL_SECONDS` for instance. */
  env?: Record<string, string>;
  /** Gives the first start up. */
  signal?: AbortSignal;
}

/** A real Strapi in a process of its own. */
export interface Site {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Scratch folder: log, uploads. */
  readonly directory: string;
  readonly database: Database;
  readonly log: SiteLog;
  readonly pid: number | undefined;
  isRunning(): boolean;
  /** Calls the document service or `strapi.db.query` inside the site's process. */
  call<T>(call: SiteCall): Promise<T>;
  /** Lets Strapi shut down in order. */
  stop(): Promise<void>;
  /** Ends the process in the middle of whatever it does (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again, on the same database, port and folder, after `stop`, `kill`, or running. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Stops it and takes away everything it made. */
  remove(): Promise<void>;
}

/** One life of the process; `closed` once it has ended and all its output was read. */
interface Run {
  child: ChildProcess;
  calls: SiteCalls;
  closed: Promise<void>;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const isReadyLine = (line: string) => line.startsWith('{"ready":true');

const whenReady = (child: ChildProcess, log: SiteLog, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      reject(new Error(`Site "${name}" ${reason}. Its log (${log.file}) ends:\n${log.tail(40)}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready after ${READY_TIMEOUT_MS / 1000} s`);
    }, READY_TIMEOUT_MS);

    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // "close" comes after the last line of output, "exit" may come before it.
    child.once('close', (code, signal) => fail(`ended before it was ready (${signal ?? code})`));

    if (!child.stdout || !child.stderr) throw new Error('The output of a site is piped.');
    log.follow(child.stderr, 'stderr');
    log.follow(child.stdout, 'stdout', (line) => {
      if (!isReadyLine(line)) return;
      clearTimeout(timer);
      resolve();
    });
  });

const endWith = async (run: Run | undefined, signal: NodeJS.Signals) => {
  if (!run) return;

  if (!hasEnded(run.child)) run.child.kill(signal);
  const hung = setTimeout(() => run.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await run.closed;
  clearTimeout(hung);
};

/**
 * Starts the test site as a child process on a free port and a fresh database, and waits until it
 * serves requests. The child ends by itself when this process is gone, however that happens.
 */
export const startSite = async (options: SiteOptions): Promise<Site> => {
  const { name, env: ownEnv = {}, signal } = options;
  const directory = await mkdtemp(path.join(os.tmpdir(), `es-site-${name}-`));
  const publicDir = path.join(directory, 'public');
  await mkdir(path.join(publicDir, 'uploads'), { recursive: true });

  const isShared = typeof options.database === 'object';
  const database =
    typeof options.database === 'object'
      ? options.database
      : await createDatabase(name, options.database);
  const port = await freePort(options.preferredPort);
  const url = `http://127.0.0.1:${port}`;
  const log = createSiteLog(path.join(directory, 'site.log'));
  let run: Run | undefined;

  const start = async (env: Record<string, string> = {}) => {
    // Node's own notes on what Strapi's dependencies should no longer call are not our problem.
    const child = spawn(process.execPath, ['--no-deprecation', path.join(SITE_DIR, 'start.js')], {
      cwd: SITE_DIR,
      // The channel carries calls into the site; its end tells the child that we are gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        STRAPI_TELEMETRY_DISABLED: 'true',
        HOST: '127.0.0.1',
        PORT: String(port),
        SITE_URL: url,
        PUBLIC_DIR: publicDir,
        ...database.env,
        ...ownEnv,
        ...env,
      },
    });
    run = {
      child,
      calls: createSiteCalls(child),
      closed: new Promise((resolve) => {
        child.once('close', () => resolve());
        child.once('error', () => resolve());
      }),
    };
    await whenReady(child, log, name);
  };

  const site: Site = {
    name,
    url,
    port,
    directory,
    database,
    log,
    get pid() {
      return run?.child.pid;
    },
    async call(call) {
      if (!run) throw new Error(`Site "${name}" does not run.`);
      return run.calls.send(call);
    },
    isRunning: () => run !== undefined && !hasEnded(run.child),
    stop: () => endWith(run, 'SIGTERM'),
    kill: () => endWith(run, 'SIGKILL'),
    async restart(env) {
      await site.stop();
      await start(env);
    },
    async remove() {
      await site.stop();
      await log.close();
      if (!isShared) await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };

  const giveUp = () => void site.kill();
  signal?.addEventListener('abort', giveUp);
  try {
    signal?.throwIfAborted();
    await start();
    return site;
  } catch (error) {
    await site.kill();
    if (!isShared) await database.drop();
    // The log stays to be read, unless nobody is waiting for this site any more.
    if (signal?.aborted) await rm(directory, { recursive: true, force: true });
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
};
