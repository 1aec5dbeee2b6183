import type { Core } from '@strapi/strapi';

import {
  type ConditionArguments,
  type ConditionFunctions,
  askCommand,
  findCommand,
} from './commands';
import { documentShape } from '../../documents';
import { compileExpression, compileFilter, parseCondition } from '../../expressions';
import type { UpdateLog } from '../../protocol';

/** What a condition is asked. Only functions need the update log. */
export interface Question extends Omit<ConditionArguments, 'updateLog'> {
  readUpdateLog(): UpdateLog | null;
}

/** A condition of a content type, ready to be asked. */
export interface CompiledCondition {
  /** Paths to relations whose targets' fields have to be in the document that is judged. */
  relations: readonly (readonly string[])[];
  /** @throws whatever makes it impossible to say */
  matches(question: Question): boolean | Promise<boolean>;
}

/**
 * @param text as a person writes it (docs/conditions.md)
 * @throws ValidationError with a sentence that says what is wrong
 */
export const compileCondition = (
  strapi: Core.Strapi,
  functions: ConditionFunctions,
  contentType: string,
  text: string
): CompiledCondition => {
  const condition = parseCondition(text);
  switch (condition.kind) {
    case 'expression': {
      const { evaluate } = compileExpression(condition.source, {
        variables: { doc: documentShape(strapi, contentType) },
        expects: 'boolean',
      });
      return { relations: [], matches: async ({ doc }) => (await evaluate({ doc })) === true };
    }
    case 'filter': {
      const filter = compileFilter(condition.filter, documentShape(strapi, contentType));
      return { relations: filter.relations, matches: ({ doc }) => filter.matches(doc) };
    }
    case 'command': {
      const { name } = condition;
      const fn = findCommand(strapi, functions, name);
      return {
        relations: [],
        matches: ({ doc, consumer, readUpdateLog }) =>
          askCommand(name, fn, { doc, consumer, updateLog: readUpdateLog() }),
      };
    }
  }
};
