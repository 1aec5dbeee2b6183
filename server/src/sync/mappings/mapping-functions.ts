/** Functions of this site's own code that expressions of mappings can call (docs/mapping.md). */
import { errors } from '@strapi/utils';

import type { Core } from '@strapi/strapi';

import { type ExpressionFunction, isFunctionName } from '../../expressions';
import type { JsonValue } from '../../protocol';

/** Gets what the expression gives it, and answers with a plain value. */
export type MappingFunction = (
  ...values: JsonValue[]
) => JsonValue | undefined | Promise<JsonValue | undefined>;

const registered = new WeakMap<Core.Strapi, Map<string, ExpressionFunction>>();

export const functionsOf = (strapi: Core.Strapi): ReadonlyMap<string, ExpressionFunction> =>
  registered.get(strapi) ?? new Map();

/** A function that hangs must not hang the applying. */
const TIMEOUT_MS = 5000;

const withTimeout = async <T>(name: string, answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name}() did not answer within ${TIMEOUT_MS / 1000} seconds`)),
      TIMEOUT_MS
    );
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
};

/** @throws ValidationError when no function can have this name, or one has it already */
export const registerFunction = (strapi: Core.Strapi, name: string, fn: MappingFunction): void => {
  const functions = registered.get(strapi) ?? new Map<string, ExpressionFunction>();
  if (!isFunctionName(name)) {
    throw new errors.ValidationError(
      `"${name}" cannot be the name of a mapping function: letters, digits and "_", beginning with ` +
        'a letter, and none that expressions have already.'
    );
  }
  if (functions.has(name)) {
    throw new errors.ValidationError(`A mapping function "${name}" is registered already.`);
  }
  functions.set(name, {
    name,
    run(...values) {
      const answer = fn(...values);
      return answer instanceof Promise ? withTimeout(name, answer) : answer;
    },
  });
  registered.set(strapi, functions);
};
