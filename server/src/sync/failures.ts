/** Why an event could not be applied, and the sentence that tells a person what to do. */
import { errors } from '@strapi/utils';

import { isTransientDatabaseError } from '../platform';
import type { FailureCause } from '../protocol';

/** An event that cannot be applied until somebody mends the cause. */
export class ApplyError extends Error {
  constructor(
    readonly failure: Exclude<FailureCause, 'transient'>,
    message: string
  ) {
    super(message);
    this.name = 'ApplyError';
  }
}

/** An update of a document that is not here: only its whole state can be applied. */
export class MissingDocumentError extends ApplyError {
  constructor(contentType: string, documentId: string) {
    super(
      'dependency',
      `The document ${documentId} of ${contentType} is not on this site, so a change of it cannot ` +
        'be applied.'
    );
    this.name = 'MissingDocumentError';
  }
}

interface FieldProblem {
  path?: (string | number)[];
  message?: string;
}

const describeProblems = (error: errors.ApplicationError): string => {
  const { errors: problems } = (error.details ?? {}) as { errors?: FieldProblem[] };
  const sentences = (Array.isArray(problems) ? problems : []).map(({ path, message }) =>
    path && path.length > 0 ? `${path.join('.')}: ${message}` : String(message)
  );
  return sentences.length > 0 ? sentences.join('; ') : error.message;
};

export interface Failure {
  cause: FailureCause;
  message: string;
}

/** Puts whatever applying threw into a class of DESIGN §8. */
export const classifyFailure = (error: unknown): Failure => {
  if (error instanceof ApplyError) {
    return { cause: error.failure, message: error.message };
  }
  if (isTransientDatabaseError(error)) {
    return { cause: 'transient', message: (error as Error).message };
  }
  if (error instanceof errors.ApplicationError) {
    return {
      cause: 'validation',
      message: `This site does not accept the document: ${describeProblems(error)}`,
    };
  }
  // A lifecycle, middleware or database rule of this site: the same again would fail again.
  return {
    cause: 'validation',
    message: `This site refused the document: ${error instanceof Error ? error.message : String(error)}`,
  };
};
