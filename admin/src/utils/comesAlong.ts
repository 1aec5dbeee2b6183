import type { StreamableContentType } from '../../../server/src/protocol';

export type References = Pick<StreamableContentType, 'uid' | 'references'>;

/**
 * The content types whose documents come along with those of `uid`, by the rule that the producer
 * itself follows (`dependenciesOf` in the server's `feed/closure.ts`).
 * @param lookups types that the consumer's mapping looks for documents of
 * @param refused types kept back, and with them what only they lead to
 */
export const comesAlong = (
  contentTypes: References[],
  uid: string,
  lookups: string[],
  refused: string[]
): ReadonlySet<string> => {
  const references = new Map(contentTypes.map((type) => [type.uid, type.references]));
  const found = new Set<string>();
  const visit = (targets: string[]) => {
    for (const target of targets) {
      if (target !== uid && !found.has(target) && !refused.includes(target)) {
        found.add(target);
        visit(references.get(target) ?? []);
      }
    }
  };
  visit(lookups);
  visit(references.get(uid) ?? []);
  return found;
};
