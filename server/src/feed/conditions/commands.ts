/** `cmd: <name>`: conditions that are functions of this site's own code (docs/conditions.md). */
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import type { ConsumerRow } from '../consumer-store';
import type { DocumentFields, UpdateLog } from '../../protocol';

/** What a condition function is told. */
export interface ConditionArguments {
  /** The site that would get the document. */
  consumer: Pick<ConsumerRow, 'name' | 'siteId' | 'url' | 'documentId'>;
  /** The version after the change, with its `documentId`, `locale` and `status`. */
  doc: DocumentFields;
  /** The change; null when the consumer asks for the document as it is now. */
  updateLog: UpdateLog | null;
}

/** Says whether a consumer is to have a version of a document. */
export type ConditionFunction = (args: ConditionArguments) => boolean | Promise<boolean>;

export type ConditionFunctions = ReadonlyMap<string, ConditionFunction>;

const FUNCTION_NAME = /^[a-z_][\w.-]{0,99}$/i;
const SERVICE_METHOD = /^(api::[a-z0-9-]+\.[a-z0-9-]+)\.([a-z_]\w*)$/i;

/** What Strapi gives every service of an API: these write and read, and are no conditions. */
const CORE_METHODS = new Set([
  'find',
  'findOne',
  'create',
  'createOrUpdate',
  'update',
  'delete',
  'getFetchParams',
]);

/** Whether a command means the method of a service, and not a registered function. */
export const isServiceMethod = (name: string): boolean => name.includes('::');

/** @throws ValidationError when no function can be registered by this name */
export const assertFunctionName = (name: string): void => {
  if (!FUNCTION_NAME.test(name)) {
    throw new errors.ValidationError(
      `"${name}" cannot be the name of a condition function: letters, digits, "_", "." and "-", ` +
        'beginning with a letter.'
    );
  }
};

const findMethod = (strapi: Core.Strapi, name: string): ConditionFunction => {
  const [, uid = '', method = ''] = SERVICE_METHOD.exec(name) ?? [];
  if (uid === '' || CORE_METHODS.has(method)) {
    throw new errors.ValidationError(
      `cmd: ${name} is not a method that can be a condition. Name one that an API of this site ` +
        'adds to its service, such as cmd: api::note.note.isOddNote.'
    );
  }
  const service = Object.hasOwn(strapi.services, uid)
    ? (strapi.services[uid] as unknown as Record<string, unknown>)
    : undefined;
  const fn = service && Object.hasOwn(service, method) ? service[method] : undefined;
  if (typeof fn !== 'function') {
    throw new errors.ValidationError(
      `cmd: ${name}: the service ${uid} of this site has no method ${method}.`
    );
  }
  return (args) => (fn as ConditionFunction).call(service, args);
};

/** @throws ValidationError when this site has no such function */
export const findCommand = (
  strapi: Core.Strapi,
  functions: ConditionFunctions,
  name: string
): ConditionFunction => {
  if (isServiceMethod(name)) {
    return findMethod(strapi, name);
  }
  const fn = functions.get(name);
  if (!fn) {
    throw new errors.ValidationError(
      `cmd: ${name}: no function is registered by this name on this site. Register it with ` +
        "strapi.plugin('event-streaming').service('conditions').register(name, function)."
    );
  }
  return fn;
};

/** A function that hangs must not hang the feed. */
const TIMEOUT_MS = 5000;

/**
 * Asks a condition function.
 * @throws Error when it fails, does not answer in time or answers with something else
 */
export const askCommand = async (
  name: string,
  fn: ConditionFunction,
  args: ConditionArguments
): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new CommandTimeoutError(`cmd: ${name} did not answer within 5 seconds.`)),
      TIMEOUT_MS
    );
  });
  try {
    const answer: unknown = await Promise.race([(async () => fn(args))(), timeout]);
    if (typeof answer !== 'boolean') {
      throw new Error(`it answered with ${typeof answer} and not with true or false`);
    }
    return answer;
  } catch (error) {
    if (error instanceof CommandTimeoutError) {
      throw error;
    }
    throw new Error(`cmd: ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
};

export class CommandTimeoutError extends Error {}
