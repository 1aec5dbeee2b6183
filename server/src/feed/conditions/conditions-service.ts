import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { type ConditionFunction, assertFunctionName } from './commands';
import { type CompiledCondition, compileCondition } from './compile-condition';

export type Conditions = ReturnType<typeof createConditionsService>;

/**
 * The conditions of subscriptions, and the functions of this site's own code that they can name:
 *
 *     strapi.plugin('event-streaming').service('conditions')
 *       .register('isOddNote', ({ consumer, doc, updateLog }) => …);
 */
export const createConditionsService = ({ strapi }: { strapi: Core.Strapi }) => {
  const functions = new Map<string, ConditionFunction>();
  /** Content types do not change while a site runs, and those in use are few. */
  const inUse = new Map<string, CompiledCondition>();

  const compile = (contentType: string, text: string): CompiledCondition =>
    compileCondition(strapi, functions, contentType, text);

  return {
    /**
     * Makes a function known to conditions as `cmd: <name>`.
     * @throws ValidationError when the name is none, or taken
     */
    register(name: string, fn: ConditionFunction): void {
      assertFunctionName(name);
      if (functions.has(name)) {
        throw new errors.ValidationError(`A condition function "${name}" is registered already.`);
      }
      functions.set(name, fn);
    },

    /** @throws ValidationError with a sentence that says what is wrong with a condition */
    check(contentType: string, text: string): void {
      compile(contentType, text);
    },

    /** A condition of a subscription. @throws as {@link check} */
    get(contentType: string, text: string): CompiledCondition {
      const key = `${contentType} ${text}`;
      const condition = inUse.get(key) ?? compile(contentType, text);
      inUse.set(key, condition);
      return condition;
    },
  };
};
