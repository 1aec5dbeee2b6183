export interface FieldError {
  path: string;
  message: string;
}

/** What Strapi's `Form` takes for errors: it looks like yup's, which is not a dependency of ours. */
export class FormError extends Error {
  readonly name = 'ValidationError';

  constructor(readonly inner: FieldError[]) {
    super(inner.map(({ message }) => message).join('\n'));
  }
}
