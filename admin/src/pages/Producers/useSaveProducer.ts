import { useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { toCreateRequest, toUpdateRequest, toValues, type ProducerValues } from './producerForm';
import {
  useEventStreamingCreateProducerMutation,
  useEventStreamingUpdateProducerMutation,
} from '../../api';
import { useReportedSave } from '../../hooks/useReportedSave';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Producer } from '../../../../server/src/protocol';

/** Creates or changes the producer. */
export const useSaveProducer = (producer: Producer | null) => {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const report = useReportedSave();
  const [create] = useEventStreamingCreateProducerMutation();
  const [update] = useEventStreamingUpdateProducerMutation();

  return async (values: ProducerValues, { setErrors, resetForm }: FormHelpers<ProducerValues>) => {
    const saved = await report(
      producer
        ? update({ documentId: producer.documentId, changes: toUpdateRequest(values) })
        : create(toCreateRequest(values)),
      setErrors
    );
    if (saved === null) {
      return;
    }
    toggleNotification({ type: 'success', message: text('producer.saved', { name: saved.name }) });
    if (producer) {
      resetForm(toValues(saved));
    } else {
      navigate(paths.producer(saved.documentId), { replace: true });
    }
  };
};
