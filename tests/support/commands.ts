import { spawn } from 'node:child_process';

export interface CommandOptions {
  cwd: string;
  env?: Record<string, string>;
  signal?: AbortSignal;
}

const start = (command: string, args: string[], { cwd, env, signal }: CommandOptions) =>
  spawn(command, args, {
    cwd,
    signal,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs a program to its end and gives what it wrote to stdout; an error carries all it wrote. */
export const run = (command: string, args: string[], options: CommandOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = start(command, args, options);
    let stdout = '';
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      all += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code, endSignal) => {
      if (code === 0) resolve(stdout);
      else
        reject(new Error(`${command} ${args.join(' ')} ended with ${endSignal ?? code}:\n${all}`));
    });
  });

/**
 * Runs a Node program. Those of packages are run like this, without npm or a shell in between, so
 * that `signal` ends them.
 */
export const runNode = (args: string[], options: CommandOptions): Promise<string> =>
  run(process.execPath, args, options);

export interface RunningCommand {
  /** Lines written so far. */
  output(): string[];
  stop(): Promise<void>;
}

/** Starts a Node program that runs until it is stopped. */
export const startNode = (args: string[], options: CommandOptions): RunningCommand => {
  const child = start(process.execPath, args, options);
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });

  return {
    output: () => output.split('\n').filter(Boolean),
    async stop() {
      child.kill('SIGTERM');
      await closed;
    },
  };
};
