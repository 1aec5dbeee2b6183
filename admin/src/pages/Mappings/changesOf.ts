import { isEqual } from 'lodash';

import type { JsonValue, PreviewedVersion } from '../../../../server/src/protocol';

export interface FieldChange {
  name: string;
  before: JsonValue | undefined;
  after: JsonValue | undefined;
  isChanged: boolean;
}

/** The fields of a version, those that would change first. */
export const changesOf = ({
  local,
  before,
}: Pick<PreviewedVersion, 'local' | 'before'>): FieldChange[] => {
  // Fields that no row fills stay as they are.
  const wanted = { ...before, ...local };
  const changes = Object.entries(wanted).map(([name, after]): FieldChange => {
    const present = before?.[name];
    return { name, before: present, after, isChanged: !isEqual(present ?? null, after) };
  });
  return [
    ...changes.filter(({ isChanged }) => isChanged),
    ...changes.filter(({ isChanged }) => !isChanged),
  ];
};
