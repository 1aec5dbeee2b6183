import { errors } from '@strapi/utils';

import type { WireErrorCode } from './wire';

/** An answer of 400 to another site, with a `code` that its program can act on. */
export class WireError extends errors.ApplicationError<
  'EventStreamingError',
  string,
  { code: WireErrorCode }
> {
  constructor(code: WireErrorCode, message: string) {
    super(message, { code });
    this.name = 'EventStreamingError';
  }
}

/** An answer of 404 to another site, about a thing that it named. */
export class WireNotFoundError extends errors.NotFoundError<string, { code: WireErrorCode }> {
  constructor(code: WireErrorCode, message: string) {
    super(message, { code });
  }
}
