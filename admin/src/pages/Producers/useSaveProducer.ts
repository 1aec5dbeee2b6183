import {
  isBaseQueryError,
  useAPIErrorHandler,
  useNotification,
  type FormHelpers,
} from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { toCreateRequest, toUpdateRequest, toValues, type ProducerValues } from './producerForm';
import {
  useEventStreamingCreateProducerMutation,
  useEventStreamingUpdateProducerMutation,
} from '../../api';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Producer } from '../../../../server/src/protocol';

const namesFields = (details: unknown): boolean =>
  typeof details === 'object' &&
  details !== null &&
  'errors' in details &&
  Array.isArray(details.errors);

/** Creates or changes the producer; what the server finds wrong is shown at the field it is about. */
export const useSaveProducer = (producer: Producer | null) => {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const {
    _unstableFormatAPIError: formatError,
    _unstableFormatValidationErrors: formatValidationErrors,
  } = useAPIErrorHandler();
  const [create] = useEventStreamingCreateProducerMutation();
  const [update] = useEventStreamingUpdateProducerMutation();

  return async (values: ProducerValues, { setErrors, resetForm }: FormHelpers<ProducerValues>) => {
    const outcome = producer
      ? await update({ documentId: producer.documentId, changes: toUpdateRequest(values) })
      : await create(toCreateRequest(values));

    if ('error' in outcome) {
      const { error } = outcome;
      toggleNotification({ type: 'danger', message: formatError(error) });
      if (
        isBaseQueryError(error) &&
        error.name === 'ValidationError' &&
        namesFields(error.details)
      ) {
        setErrors(formatValidationErrors(error));
      }
      return;
    }
    const saved = outcome.data;
    toggleNotification({ type: 'success', message: text('producer.saved', { name: saved.name }) });
    if (producer) {
      resetForm(toValues(saved));
    } else {
      navigate(paths.producer(saved.documentId), { replace: true });
    }
  };
};
