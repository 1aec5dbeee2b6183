import type { ChildProcess } from 'node:child_process';

export interface ServiceCall {
  kind: 'documents' | 'query';
  uid: string;
  method: string;
  params: unknown;
}

/** What tests/site/answer-calls.js does in the site's own process. */
export type SiteCall =
  | ServiceCall
  /** Several calls in one transaction, which may be wanted to come to nothing. */
  | { kind: 'transaction'; params: { calls: ServiceCall[]; rollBack: boolean } };

const describe = (call: SiteCall): string =>
  call.kind === 'transaction'
    ? `transaction of ${call.params.calls.map(describe).join(', ')}`
    : `${call.kind} ${call.uid} ${call.method}`;

/** The site answered a call with an error, as Strapi's validation does. */
export class CallRefused extends Error {
  constructor(
    readonly call: SiteCall,
    reason: string
  ) {
    super(`${describe(call)}: ${reason}`);
    this.name = 'CallRefused';
  }
}

export interface SiteCalls {
  /** The result as JSON carries it: dates are strings. */
  send<T>(call: SiteCall): Promise<T>;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** Calls into one run of a site, over the channel it was forked with. */
export const createSiteCalls = (child: ChildProcess): SiteCalls => {
  const open = new Map<number, (answer: Omit<Answer, 'id'> | Error) => void>();
  let lastId = 0;

  child.on('message', ({ id, ...answer }: Answer) => {
    open.get(id)?.(answer);
    open.delete(id);
  });
  child.once('close', () => {
    for (const settle of open.values()) settle(new Error('The site ended before it answered.'));
    open.clear();
  });

  return {
    send: <T>(call: SiteCall) =>
      new Promise<T>((resolve, reject) => {
        lastId += 1;
        const id = lastId;
        open.set(id, (answer) => {
          if (answer instanceof Error) reject(answer);
          else if (answer.error !== undefined) reject(new CallRefused(call, answer.error));
          else resolve(answer.result as T);
        });
        child.send({ id, ...call }, (error) => {
          if (!error) return;
          open.delete(id);
          reject(error);
        });
      }),
  };
};
