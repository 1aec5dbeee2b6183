import { useCallback } from 'react';

import { problemsOf, type ProducerValues } from './producerForm';
import { useText } from '../../hooks/useText';

/** The form of Strapi's `Form` for errors: it looks like yup's, which is not a dependency of ours. */
class FormError extends Error {
  readonly name = 'ValidationError';

  constructor(readonly inner: { path: string; message: string }[]) {
    super(inner.map(({ message }) => message).join('\n'));
  }
}

export const useValidate = (isNew: boolean) => {
  const text = useText();
  return useCallback(
    (values: ProducerValues): Promise<ProducerValues> => {
      const problems = problemsOf(values, isNew);
      return problems.length === 0
        ? Promise.resolve(values)
        : Promise.reject(
            new FormError(problems.map(({ path, key }) => ({ path, message: text(key) })))
          );
    },
    [isNew, text]
  );
};
