import { isEqual, omit } from 'lodash';

import type { JsonValue, PreviewedVersion } from '../../../../server/src/protocol';

export interface FieldChange {
  name: string;
  before: JsonValue | undefined;
  after: JsonValue | undefined;
  isChanged: boolean;
}

/** When a version was written is no part of its content. */
const FACTS = ['createdAt', 'updatedAt', 'publishedAt'];

/** The fields of a version, those that would change first. */
export const changesOf = ({
  local,
  before,
}: Pick<PreviewedVersion, 'local' | 'before'>): FieldChange[] => {
  // Fields that no row fills stay as they are.
  const wanted = omit({ ...before, ...local }, FACTS);
  const changes = Object.entries(wanted).map(([name, after]): FieldChange => {
    const present = before?.[name];
    return { name, before: present, after, isChanged: !isEqual(present ?? null, after) };
  });
  return [
    ...changes.filter(({ isChanged }) => isChanged),
    ...changes.filter(({ isChanged }) => !isChanged),
  ];
};
