/** Why an event could not be applied, and the sentence that tells a person what to do. */
import { errors } from '@strapi/utils';

import { ProducerError } from './client';
import { HookError, databaseMessage, isShortage, isTransientDatabaseError } from '../platform';
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

export interface RemoteReference {
  contentType: string;
  documentId: string;
}

/** Documents that an event needs are not here; the first of them is named in the sync log. */
export class MissingDocumentsError extends ApplyError {
  constructor(
    readonly references: RemoteReference[],
    reason = 'it is not on this site and the producer does not give it'
  ) {
    const [first] = references;
    super(
      'dependency',
      `The document ${first?.documentId} of ${first?.contentType} is needed, but ${reason.replace(/\.$/, '')}. The ` +
        'event is applied by itself once that document is here.'
    );
    this.name = 'MissingDocumentsError';
  }
}

/** A document of the producer lacks fields that its content type has, as this site knows it. */
export class MissingFieldsError extends ApplyError {
  constructor(message: string) {
    super('schema', message);
    this.name = 'MissingFieldsError';
  }
}

/** A look-up of a mapping that did not find exactly one document of the producer. */
export class LookupError extends ApplyError {
  constructor(
    /** Of the producer. */
    readonly contentType: string,
    message: string
  ) {
    super('mapping', message);
    this.name = 'LookupError';
  }
}

/**
 * This site cannot store a file for a while: its disk is full, its upload provider does not answer.
 * That costs the documents that show the file, until it has passed, and no other.
 */
export class StorageError extends Error {
  constructor(name: string, reason: unknown) {
    const said = reason instanceof Error ? reason.message : String(reason);
    super(`The file "${name}" could not be stored on this site: ${said.slice(0, 500)}`);
    this.name = 'StorageError';
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

/** What helps against a value that another document has already. */
const adviceFor = (error: errors.ApplicationError): string =>
  /unique/i.test(describeProblems(error))
    ? '. Another document of this site has that value: change or delete it and resync, or let the ' +
      'subscription adopt documents by that field.'
    : '';

export interface Failure {
  cause: FailureCause;
  message: string;
  /** The document that has to come first; with an id that is null, one of that type. */
  missing: { contentType: string; documentId: string | null } | null;
}

const MAX_MESSAGE_CHARACTERS = 2000;

/** Fit to be stored: PostgreSQL has no U+0000, and an error may quote a whole document. */
const storable = (message: string): string =>
  message.replaceAll('\u0000', '').slice(0, MAX_MESSAGE_CHARACTERS);

/**
 * Errors that are not about any document: the producer cannot be reached, or the database is out of
 * order. The pull ends, and everything comes again with the next.
 */
export const endsPull = (error: unknown): boolean =>
  (error instanceof ProducerError &&
    (error.kind === 'unreachable' || error.kind === 'unauthorized')) ||
  isTransientDatabaseError(error);

const passing = (message: string): Omit<Failure, 'missing'> => ({
  cause: 'transient',
  message: `${message.replace(/\.$/, '')}. It is tried again by itself, ever more seldom; resync does it at once.`,
});

const classify = (error: unknown): Omit<Failure, 'missing'> => {
  if (error instanceof ApplyError) {
    return { cause: error.failure, message: error.message };
  }
  if (error instanceof HookError) {
    return { cause: 'validation', message: `${error.message} Correct it, then resync.` };
  }
  if (endsPull(error)) {
    return passing(databaseMessage(error) ?? (error as Error).message);
  }
  if (error instanceof ProducerError) {
    return { cause: 'dependency', message: error.message };
  }
  if (error instanceof StorageError || isShortage(error)) {
    return passing((error as Error).message);
  }
  if (error instanceof errors.ApplicationError) {
    return {
      cause: 'validation',
      message: `This site does not accept the document: ${describeProblems(error)}${adviceFor(error)}`,
    };
  }
  // A lifecycle, middleware or database rule of this site: the same again would fail again.
  const said = databaseMessage(error) ?? (error instanceof Error ? error.message : String(error));
  return { cause: 'validation', message: `This site refused the document: ${said}` };
};

const missingOf = (error: unknown): Failure['missing'] => {
  if (error instanceof LookupError) {
    return { contentType: error.contentType, documentId: null };
  }
  return error instanceof MissingDocumentsError ? (error.references[0] ?? null) : null;
};

/** Puts whatever applying threw into a class of DESIGN §8. */
export const classifyFailure = (error: unknown): Failure => {
  const { cause, message } = classify(error);
  return { cause, message: storable(message), missing: missingOf(error) };
};
