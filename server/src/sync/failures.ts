/** Why an event could not be applied, and the sentence that tells a person what to do. */
import { errors } from '@strapi/utils';

import { ProducerError } from './client';
import { databaseMessage, isTransientDatabaseError } from '../platform';
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

const MAX_MESSAGE_CHARACTERS = 2000;

/** Fit to be stored: PostgreSQL has no U+0000, and an error may quote a whole document. */
const storable = (message: string): string =>
  message.replaceAll('\u0000', '').slice(0, MAX_MESSAGE_CHARACTERS);

const classify = (error: unknown): Failure => {
  if (error instanceof ApplyError) {
    return { cause: error.failure, message: error.message };
  }
  if (error instanceof ProducerError) {
    return { cause: 'dependency', message: error.message };
  }
  if (isTransientDatabaseError(error)) {
    return { cause: 'transient', message: databaseMessage(error) ?? (error as Error).message };
  }
  if (error instanceof errors.ApplicationError) {
    return {
      cause: 'validation',
      message: `This site does not accept the document: ${describeProblems(error)}`,
    };
  }
  // A lifecycle, middleware or database rule of this site: the same again would fail again.
  const said = databaseMessage(error) ?? (error instanceof Error ? error.message : String(error));
  return { cause: 'validation', message: `This site refused the document: ${said}` };
};

/** Puts whatever applying threw into a class of DESIGN §8. */
export const classifyFailure = (error: unknown): Failure => {
  const { cause, message } = classify(error);
  return { cause, message: storable(message) };
};
