import type { Context, Generator } from '../context';
import type { Action, CallAction } from '../operation';
import { bypassGenerators } from './bypass';
import { createGenerators } from './create';
import { updateGenerators } from './update';
import { versionGenerators } from './versions';

const PARTS = [...createGenerators, ...updateGenerators, ...versionGenerators, ...bypassGenerators];

const MOST_TRIES = 40;

const isCall = (action: Action): action is CallAction =>
  action.via === 'documents' || action.via === 'query';

/** Code of a site that writes several documents, all or nothing; now and then nothing. */
const transaction = (context: Context) => {
  const { random } = context;
  const wanted = random.integer(2, 4);
  const calls: CallAction[] = [];
  const touches = new Set<string>();
  const changed = new Set<string>();
  for (let tries = 0; tries < MOST_TRIES && calls.length < wanted; tries += 1) {
    const made = random.pick(PARTS).make(context);
    if (!made || !isCall(made.action)) continue;
    // Each is chosen for the state before the first, so none may change what another needs.
    if (made.touches.some((uid) => changed.has(uid))) continue;
    calls.push(made.action);
    for (const uid of made.touches) touches.add(uid);
    if (made.action.method !== 'update') changed.add(made.action.uid);
  }
  return calls.length < 2
    ? null
    : {
        action: { via: 'transaction' as const, calls, rollBack: random.chance(0.3) },
        touches: [...touches],
      };
};

export const transactionGenerators: Generator[] = [
  { kind: 'transactions', weight: 4, make: transaction },
];
