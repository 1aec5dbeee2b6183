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
  if (local.draftAndPublish !== remote.draftAndPublish) {
    problems.push(
      error(
        'localContentType',
        `Draft & Publish is on for only one of ${local.uid} here and ${remote.uid} there. Switch it ` +
          'on or off here as it is there.'
      )
    );
  }
  if (local.localized !== remote.localized) {
    problems.push(
      error(
        'localContentType',
        `Only one of ${local.uid} here and ${remote.uid} there is localized. Switch ` +
          'internationalization on or off here as it is there.'
      )
    );
  }
  return problems;
};
