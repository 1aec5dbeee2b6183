import { spawn } from 'node:child_process';

/** Runs a program to its end and gives what it wrote to stdout; an error carries all it wrote. */
export const run = (command: string, args: string[], cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${all}`));
    });
  });

export interface RunningCommand {
  /** Lines written so far. */
  output(): string[];
  stop(): Promise<void>;
}

/** Starts a program that runs until it is stopped. */
export const startCommand = (
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string>
): RunningCommand => {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
