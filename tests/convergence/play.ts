import type { Context, Kind, Operation, Stage } from '../support/operations';
import { describeOperation, nextOperation, runOperation } from '../support/operations';
import type { Model, Schemas } from '../support/schemas';
import { createRandom } from '../support/seed';

export interface Refusal {
  operation: Operation;
  reason: string;
}

/** What was done to the producer, over all seeds. */
export interface Played {
  operations: Operation[];
  refused: Refusal[];
}

export const newlyPlayed = (): Played => ({ operations: [], refused: [] });

export interface PlayOptions {
  stage: Stage;
  schemas: Schemas;
  models: readonly Model[];
  kinds: readonly Kind[];
  parallel?: number;
}

const record = (
  played: Played,
  operation: Operation,
  outcome: Awaited<ReturnType<typeof runOperation>>
) => {
  played.operations.push(operation);
  if (outcome.kind === 'refused') played.refused.push({ operation, reason: outcome.reason });
};

/**
 * Plays `count` operations that this seed gives on the documents that are there. With `parallel`,
 * so many run at once: what comes of that is up to chance, and cannot be played again.
 */
export const playSeed = async (
  { stage, schemas, models, kinds, parallel = 1 }: PlayOptions,
  seed: number,
  count: number,
  played: Played
): Promise<void> => {
  const context: Context = { random: createRandom(seed), known: stage.known, schemas, models };
  for (let done = 0; done < count; done += parallel) {
    const operations = Array.from({ length: parallel }, () => nextOperation(context, kinds));
    await Promise.all(
      operations.map(async (operation) =>
        record(played, operation, await runOperation(stage, operation))
      )
    );
  }
};

/** Plays a list as it was written down, or what is left of it. */
export const replay = async (
  stage: Stage,
  operations: readonly Operation[],
  played: Played
): Promise<void> => {
  for (const operation of operations) {
    record(played, operation, await runOperation(stage, operation));
  }
};

export const refusedShare = ({ operations, refused }: Played): number =>
  operations.length === 0 ? 0 : refused.length / operations.length;

/** How often each kind of operation was refused, and with which words the last time. */
export const refusalReport = ({ refused }: Played): string => {
  const groups = new Map<string, { count: number; last: string }>();
  for (const { operation, reason } of refused) {
    const name = describeOperation(operation);
    groups.set(name, { count: (groups.get(name)?.count ?? 0) + 1, last: reason });
  }
  return [...groups]
    .sort(([, left], [, right]) => right.count - left.count)
    .map(([name, { count, last }]) => `${count} × ${name}\n      ${last.slice(0, 300)}`)
    .join('\n');
};
