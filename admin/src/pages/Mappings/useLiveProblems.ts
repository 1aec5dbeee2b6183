import { useMemo } from 'react';

import { toDraft, type MappingValues } from './mappingForm';
import { useEventStreamingCheckMappingQuery } from '../../api';
import { useDebounced } from '../../hooks/useDebounced';

import type { CheckMapping, MappingProblem, Shapes } from '../../../../server/src/protocol';

const DELAY_MS = 400;

export interface LiveProblems {
  ofMapping: MappingProblem[];
  /** @param index of the row in the form */
  ofRow: (index: number) => MappingProblem[];
  errors: number;
}

const NOTHING_TO_ASK: CheckMapping.Request = {
  name: '',
  localContentType: '',
  remoteContentType: '',
  fields: [],
};

/** What saving would find wrong, while the form is being filled in. */
export const useLiveProblems = (
  values: MappingValues,
  documentId: string | null,
  local: Shapes
): LiveProblems => {
  const settled = useDebounced(values, DELAY_MS);
  const draft = useMemo(
    () => toDraft(settled, documentId, local, '?'),
    [settled, documentId, local]
  );
  const { data: problems = [] } = useEventStreamingCheckMappingQuery(
    draft?.request ?? NOTHING_TO_ASK,
    { skip: draft === null, refetchOnMountOrArgChange: true }
  );
  const ofDraft = draft === null ? [] : problems;
  return {
    ofMapping: ofDraft.filter(({ row }) => row === null),
    ofRow: (index) => ofDraft.filter(({ row }) => row !== null && draft?.rows[row] === index),
    errors: ofDraft.filter(({ severity }) => severity === 'error').length,
  };
};
