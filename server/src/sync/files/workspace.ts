/**
 * Folders for bytes on their way. A process that is killed leaves its folder behind, and the next one
 * to start takes it away: its name tells whose it is.
 */
import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const PREFIX = 'event-streaming-';
/** The machine, the process, and what makes it unique. */
const NAME = /^event-streaming-([0-9a-f]{12})-(\d+)-/;

/** Of another machine or container nobody here knows who is alive. No page takes so long. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Containers may share a folder, and number their processes each for itself. */
const processNamespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: processes have numbers of the machine's own.
    return '';
  }
};

const machine = createHash('sha256')
  .update(`${os.hostname()}/${processNamespace()}`)
  .digest('hex')
  .slice(0, 12);

/** Those of this process, which has the number of one that was killed now and then. */
const own = new Set<string>();

export interface Workspace {
  /** Its path; it is made with the first call. */
  open(): Promise<string>;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

const make = async (root: string): Promise<string> => {
  const directory = await mkdtemp(path.join(root, `${PREFIX}${machine}-${process.pid}-`));
  own.add(path.basename(directory));
  return directory;
};

/** A temporary folder that most pages do not need. */
export const createWorkspace = (root = os.tmpdir()): Workspace => {
  let directory: string | null = null;

  return {
    async open() {
      directory ??= await make(root);
      return directory;
    },
    async remove() {
      if (directory !== null) {
        await rm(directory, { recursive: true, force: true });
        own.delete(path.basename(directory));
        directory = null;
      }
    },
  };
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** When something was last written in it. */
const lastUse = async (directory: string): Promise<number> => {
  const parts = (await readdir(directory)).map((name) => path.join(directory, name));
  const times = await Promise.all(
    [directory, ...parts].map(async (part) => (await lstat(part)).mtimeMs)
  );
  return Math.max(...times);
};

const isStale = async (directory: string): Promise<boolean> => {
  const name = path.basename(directory);
  if (own.has(name) || !(await lstat(directory)).isDirectory()) {
    return false;
  }
  const [, where, pid] = NAME.exec(name) ?? [];
  if (where === machine && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
    return true;
  }
  return Date.now() - (await lastUse(directory)) > STALE_AFTER_MS;
};

/**
 * Removes what killed processes have left behind, of whichever site; never what a running process
 * uses, on this machine or on another that shares the folder.
 * @returns what could not be looked at or removed, such as folders of other users
 */
export const removeStaleWorkspaces = async (root = os.tmpdir()): Promise<unknown[]> => {
  const failures: unknown[] = [];
  for (const name of (await readdir(root)).filter((one) => one.startsWith(PREFIX))) {
    const directory = path.join(root, name);
    try {
      if (await isStale(directory)) {
        await rm(directory, { recursive: true, force: true });
      }
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
};
