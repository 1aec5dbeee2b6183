import { useNotification, type FormHelpers } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { toRequest, toValues, type MappingValues } from './mappingForm';
import {
  useEventStreamingCreateMappingMutation,
  useEventStreamingUpdateMappingMutation,
} from '../../api';
import { useReportedSave } from '../../hooks/useReportedSave';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Mapping, Shapes } from '../../../../server/src/protocol';

/** Creates or changes the mapping. */
export const useSaveMapping = (mapping: Mapping | null, local: Shapes) => {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const report = useReportedSave();
  const [create] = useEventStreamingCreateMappingMutation();
  const [update] = useEventStreamingUpdateMappingMutation();

  return async (values: MappingValues, { setErrors, resetForm }: FormHelpers<MappingValues>) => {
    const request = toRequest(values, local);
    const saved = await report(
      mapping ? update({ documentId: mapping.documentId, changes: request }) : create(request),
      setErrors
    );
    if (saved === null) {
      return;
    }
    const { data, meta } = saved;
    toggleNotification({
      type: meta.problems.length > 0 ? 'warning' : 'success',
      message: text('mapping.saved', { name: data.name, warnings: meta.problems.length }),
    });
    if (mapping) {
      resetForm(toValues(data, local));
    } else {
      navigate(paths.mapping(data.documentId), { replace: true });
    }
  };
};
