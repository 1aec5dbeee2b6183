import { spawn } from 'node:child_process';

/**
 * Runs a Node program to its end, quietly; if it fails, the error carries what it printed.
 * The programs of packages are run without npm or a shell between, so that `signal` ends them.
 */
export const runNode = (
  args: string[],
  options: { cwd: string; env?: Record<string, string>; signal?: AbortSignal }
): Promise<void> =>
  new Promise((resolve, reject) => {
    const { cwd, env, signal } = options;
    const child = spawn(process.execPath, args, {
      cwd,
      signal,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code, endSignal) => {
      if (code === 0) resolve();
      else reject(new Error(`node ${args.join(' ')} ended with ${endSignal ?? code}:\n${output}`));
    });
  });
