import { useCallback } from 'react';

import { problemsOf, type ProducerValues } from './producerForm';
import { useText } from '../../hooks/useText';
import { FormError } from '../../utils/FormError';

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
