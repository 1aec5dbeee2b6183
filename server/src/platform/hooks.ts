/**
 * Where code of a site hangs itself into the stream:
 *
 *     strapi.plugin('event-streaming').service('hooks').on('beforeApply', (version) => …);
 */
import { errors } from '@strapi/utils';
import { cloneDeep } from 'lodash';

import type { Core } from '@strapi/strapi';

import { isTransientDatabaseError } from './transactions';
import type {
  AfterApply,
  BeforeApply,
  BeforeSend,
  DocumentFields,
  HookAnswer,
  HookFunctions,
  HookName,
  OnFailure,
} from '../protocol';

/** What hooks have made of the fields of a version. */
export type Hooked =
  | { kind: 'go'; fields: DocumentFields | null }
  | { kind: 'skip'; reason: string };

/** A hook that failed, or answered with what is no answer. */
export class HookError extends errors.ApplicationError {}

export type Hooks = ReturnType<typeof createHooksService>;

/** A hook that has not ended in time: it may not end the next time either. */
export class HookTimeoutError extends HookError {}

/** A hook that hangs must hang neither a consumer's feed nor the applying. */
const TIMEOUT_MS = 10_000;

const withTimeout = async <T>(name: HookName, run: () => T | Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new HookTimeoutError(
            `The hook ${name} of this site failed: it did not end within ${TIMEOUT_MS / 1000} seconds.`
          )
        ),
      TIMEOUT_MS
    );
  });
  try {
    return await Promise.race([(async () => run())(), timeout]);
  } catch (error) {
    if (isTransientDatabaseError(error) || error instanceof HookTimeoutError) {
      throw error;
    }
    throw new HookError(
      `The hook ${name} of this site failed: ${error instanceof Error ? error.message : String(error)}.`
    );
  } finally {
    clearTimeout(timer);
  }
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Hooks may be plain JavaScript, so their answers are looked at. */
const readAnswer = (name: HookName, answer: HookAnswer, fields: DocumentFields | null): Hooked => {
  if (answer === undefined || answer === null) {
    return { kind: 'go', fields };
  }
  if (isObject(answer) && 'skip' in answer && typeof answer.skip === 'string') {
    return { kind: 'skip', reason: answer.skip };
  }
  if (isObject(answer) && 'fields' in answer && isObject(answer.fields)) {
    // A deletion has no fields to change.
    return { kind: 'go', fields: fields && answer.fields };
  }
  throw new HookError(
    `The hook ${name} of this site failed: it answered with neither { fields } nor { skip: 'why' }.`
  );
};

export const createHooksService = ({ strapi }: { strapi: Core.Strapi }) => {
  const hooks: { [Name in HookName]: HookFunctions[Name][] } = {
    beforeSend: [],
    beforeApply: [],
    afterApply: [],
    onFailure: [],
  };

  /** One after the other, each with what those before it have made of the fields. */
  const change = async <Version extends { fields: DocumentFields | null }>(
    name: HookName,
    functions: ((version: Version) => HookAnswer | Promise<HookAnswer>)[],
    version: Version
  ): Promise<Hooked> => {
    let { fields } = version;
    for (const fn of functions) {
      const given = { ...version, fields: cloneDeep(fields) };
      const hooked = readAnswer(name, await withTimeout(name, () => fn(given)), fields);
      if (hooked.kind === 'skip') {
        return hooked;
      }
      fields = hooked.fields;
    }
    return { kind: 'go', fields };
  };

  /** What has happened stays so, whatever a hook makes of it. */
  const tell = async <Result>(
    name: HookName,
    functions: ((result: Result) => void | Promise<void>)[],
    result: Result
  ): Promise<void> => {
    for (const fn of functions) {
      try {
        await withTimeout(name, () => fn(result));
      } catch (error) {
        strapi.log.error(
          `event-streaming: ${error instanceof Error ? error.message : String(error)}`
        );
      }
    }
  };

  return {
    /** Adds a function to those that are called at a place of the stream, after those before it. */
    on<Name extends HookName>(name: Name, fn: HookFunctions[Name]): void {
      if (!Object.hasOwn(hooks, name)) {
        throw new errors.ValidationError(
          `There is no hook ${name}. Hooks are ${Object.keys(hooks).join(', ')}.`
        );
      }
      if (typeof fn !== 'function') {
        throw new errors.ValidationError(`The hook ${name} must be a function.`);
      }
      hooks[name].push(fn);
    },

    /** @throws HookError, and database errors that pass by themselves */
    beforeSend: (version: BeforeSend): Promise<Hooked> =>
      change('beforeSend', hooks.beforeSend, version),

    /** @throws HookError, and database errors that pass by themselves */
    beforeApply: (version: BeforeApply): Promise<Hooked> =>
      change('beforeApply', hooks.beforeApply, version),

    afterApply: (result: AfterApply): Promise<void> => tell('afterApply', hooks.afterApply, result),

    onFailure: (result: OnFailure): Promise<void> => tell('onFailure', hooks.onFailure, result),
  };
};
