import type { StreamableContentType } from '../../../server/src/protocol';

export type References = Pick<StreamableContentType, 'uid' | 'references'>;

/**
 * The content types whose documents come along with those of `uid`, by the rule that the producer
 * itself follows (`dependenciesOf` in the server's `feed/closure.ts`).
 * @param refused types kept back, and with them what only they lead to
 */
export const comesAlong = (
  contentTypes: References[],
  uid: string,
  refused: string[]
): ReadonlySet<string> => {
  const references = new Map(contentTypes.map((type) => [type.uid, type.references]));
  const found = new Set<string>();
  const visit = (next: string) => {
    for (const target of references.get(next) ?? []) {
      if (target !== uid && !found.has(target) && !refused.includes(target)) {
        found.add(target);
        visit(target);
      }
    }
  };
  visit(uid);
  return found;
};
