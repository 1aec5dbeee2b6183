import type { Kind } from '../support/operations';
import { KINDS } from '../support/operations';

/** What the environment says about a run: see tests/README.md. */
export interface ConvergenceOptions {
  seeds: number;
  operations: number;
  kinds: readonly Kind[];
  /** Only these content types; all when empty. */
  types: readonly string[];
  /** How many operations run at once. */
  parallel: number;
  compareInverseOrder: boolean;
}

const numberFrom = (name: string, fallback: number): number => {
  const given = process.env[name];
  if (!given) return fallback;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} is "${given}".`);
  return value;
};

const listFrom = (name: string): string[] =>
  (process.env[name] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const toKind = (name: string): Kind => {
  const kind = KINDS.find((known) => known === name);
  if (!kind) throw new Error(`CONVERGENCE_ONLY names "${name}": use ${KINDS.join(', ')}.`);
  return kind;
};

export const convergenceOptions = (defaults: {
  seeds: number;
  operations: number;
}): ConvergenceOptions => {
  const kinds = listFrom('CONVERGENCE_ONLY').map(toKind);
  return {
    seeds: numberFrom('CONVERGENCE_SEEDS', defaults.seeds),
    operations: numberFrom('CONVERGENCE_OPERATIONS', defaults.operations),
    kinds: kinds.length > 0 ? kinds : KINDS,
    types: listFrom('CONVERGENCE_TYPES'),
    parallel: numberFrom('CONVERGENCE_PARALLEL', 1),
    compareInverseOrder: process.env.CONVERGENCE_INVERSE_ORDER === 'true',
  };
};
