import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createWorkspace, removeStaleWorkspaces } from '../../server/src/sync/files';

const LONG_AGO = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);

describe('temporary folders', () => {
  let root: string;
  let running: ChildProcess;
  let killed: ChildProcess;
  /** What the name of a folder of this process begins with. */
  let prefix: string;

  const start = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const folders = () => readdir(root);
  const leave = async (name: string, lastUsed?: Date, fileUsed = lastUsed) => {
    const directory = path.join(root, name);
    await mkdir(directory);
    await writeFile(path.join(directory, '0'), 'bytes');
    if (lastUsed && fileUsed) {
      await utimes(path.join(directory, '0'), fileUsed, fileUsed);
      await utimes(directory, lastUsed, lastUsed);
    }
    return name;
  };
  const nameOf = (pid: number | undefined, end: string) =>
    `${prefix.replace(/\d+-$/, `${pid}-`)}${end}`;

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'es-workspaces-'));
    running = start();
    killed = start();
    const ended = once(killed, 'exit');
    killed.kill('SIGKILL');
    await ended;
    const workspace = createWorkspace(root);
    prefix = path.basename(await workspace.open()).slice(0, -6);
    await workspace.remove();
  });

  afterAll(async () => {
    running.kill();
    await rm(root, { recursive: true });
  });

  it('are made when they are needed, and removed', async () => {
    const workspace = createWorkspace(root);
    expect(await folders()).toEqual([]);
    await workspace.remove();

    const directory = await workspace.open();
    expect(await workspace.open()).toBe(directory);
    expect(await folders()).toHaveLength(1);
    await workspace.remove();
    expect(await folders()).toEqual([]);
  });

  it('of killed processes are removed, and none that somebody uses', async () => {
    const workspace = createWorkspace(root);
    const other = 'event-streaming-0123456789ab-7-';
    const used = [
      path.basename(await workspace.open()),
      await leave(nameOf(running.pid, 'xxxxxx')),
      // Of another machine or container, for all that is known.
      await leave(`${other}xxxxxx`),
      await leave(`${other}yyyyyy`, LONG_AGO, new Date()),
      await leave('event-streaming-something'),
      await leave('of-somebody-else', LONG_AGO),
    ];
    await symlink(root, path.join(root, 'event-streaming-link'));
    await leave(nameOf(killed.pid, 'xxxxxx'));
    // Of a process that had the number which this one has now, as in a container.
    await leave(nameOf(process.pid, 'zzzzzz'));
    await leave(nameOf(running.pid, 'yyyyyy'), LONG_AGO);
    await leave(`${other}zzzzzz`, LONG_AGO);

    expect(await removeStaleWorkspaces(root)).toEqual([]);
    expect(await folders()).toEqual([...used, 'event-streaming-link'].sort());
    await workspace.remove();
  });
});
