import type { MappingDefinition, MappingProblem, TypeShape } from '../../protocol';

interface Types {
  local: TypeShape | null;
  remote: TypeShape | null;
}

const error = (field: string, message: string): MappingProblem => ({
  severity: 'error',
  row: null,
  field,
  message,
});

const warning = (field: string, message: string): MappingProblem => ({
  ...error(field, message),
  severity: 'warning',
});

/** Where one side tells versions apart that the other one does not. */
const findVersionProblems = (local: TypeShape, remote: TypeShape): MappingProblem[] => {
  const sentences = [];
  if (local.draftAndPublish && !remote.draftAndPublish) {
    sentences.push(`${remote.uid} has no Draft & Publish there: what comes is published here.`);
  }
  if (remote.draftAndPublish && !local.draftAndPublish) {
    sentences.push(
      `${local.uid} has no Draft & Publish here: documents become what their drafts are, or, with a ` +
        'subscription to published versions, what is published.'
    );
  }
  if (local.localized && !remote.localized) {
    sentences.push(
      `${remote.uid} is not localized there: documents come in this site's default locale.`
    );
  }
  if (remote.localized && !local.localized) {
    sentences.push(
      `${local.uid} is not localized here: only the producer's default locale is taken.`
    );
  }
  return sentences.map((message) => warning('localContentType', message));
};

/** What of the two types themselves does not go together. */
export const findTypeProblems = (
  { localContentType, remoteContentType }: MappingDefinition,
  { local, remote }: Types
): MappingProblem[] => {
  const problems: MappingProblem[] = [];
  if (!local) {
    problems.push(
      error(
        'localContentType',
        `This site has no ${localContentType} that can be received. Choose another content type or ` +
          'component, or add it.'
      )
    );
  }
  if (!remote) {
    problems.push(
      error(
        'remoteContentType',
        `The producer has no ${remoteContentType}, or does not show it to this site. Choose another ` +
          'content type or component, or ask its administrator.'
      )
    );
  }
  if (!local || !remote) {
    return problems;
  }
  if (local.modelType !== remote.modelType) {
    return [
      error(
        'remoteContentType',
        'A mapping is of two content types or of two components. Choose the same on both sides.'
      ),
    ];
  }
  if (local.singleType && !remote.singleType) {
    return [
      error(
        'localContentType',
        `${local.uid} is a single type: every document of ${remote.uid} would become the same one. ` +
          'Choose a collection type.'
      ),
    ];
  }
  return [...problems, ...findVersionProblems(local, remote)];
};
