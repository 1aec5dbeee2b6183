/** Conditions are checked when they are saved, on the site where they will be judged. */
import { errors } from '@strapi/utils';

import type { Conditions } from './conditions-service';
import { isServiceMethod } from './commands';
import { parseCondition } from '../../expressions';
import { WireError } from '../../protocol';

interface Asked {
  contentType: string;
  /** null, undefined: none. */
  condition?: string | null;
}

/** What is wrong with which, as sentences. */
const problemsOf = (conditions: Conditions, asked: Asked[]): string[] =>
  asked.flatMap(({ contentType, condition }) => {
    try {
      if (condition) {
        conditions.check(contentType, condition);
      }
      return [];
    } catch (error) {
      return [`${contentType}: ${(error as Error).message}`];
    }
  });

/** What an administrator of this site adds. @throws ValidationError, naming all that are wrong */
export const assertOwnConditions = (conditions: Conditions, asked: Asked[]): void => {
  const problems = problemsOf(conditions, asked);
  if (problems.length > 0) {
    throw new errors.ValidationError(`This condition cannot be judged. ${problems.join(' ')}`);
  }
};

/** What a consumer asks for. @throws WireError `condition_not_valid`, naming all that are wrong */
export const assertRequestedConditions = (conditions: Conditions, asked: Asked[]): void => {
  const problems = problemsOf(conditions, asked);
  if (problems.length > 0) {
    throw new WireError(
      'condition_not_valid',
      `The producer cannot judge this condition. ${problems.join(' ')}`
    );
  }
};

/**
 * Whether only an administrator can decide that a condition is asked: it runs a method of this site
 * that was not registered for conditions.
 */
export const needsApproval = (condition: string | null): boolean => {
  if (condition === null) {
    return false;
  }
  const parsed = parseCondition(condition);
  return parsed.kind === 'command' && isServiceMethod(parsed.name);
};
