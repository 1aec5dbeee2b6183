import { useState } from 'react';

import type { ConsumerSubscription } from '../../../../server/src/protocol';

export interface ConditionDrafts {
  /** As it is to be. */
  of: (subscription: ConsumerSubscription) => string;
  /** What is to be sent; undefined: as before. */
  changed: (contentType: string) => string | undefined;
  isChanged: (subscription: ConsumerSubscription) => boolean;
  set: (contentType: string, condition: string) => void;
  /** They have been sent. */
  forget: (contentTypes: string[]) => void;
}

/** What the administrator writes, until it is sent together with a decision. */
export const useConditionDrafts = (): ConditionDrafts => {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());

  const of = ({ contentType, condition }: ConsumerSubscription) =>
    drafts.get(contentType) ?? condition ?? '';

  return {
    of,
    changed: (contentType) => drafts.get(contentType)?.trim(),
    isChanged: (subscription) => of(subscription).trim() !== (subscription.condition ?? ''),
    set: (contentType, condition) => setDrafts(new Map(drafts).set(contentType, condition)),
    forget: (contentTypes) =>
      setDrafts((current) => new Map([...current].filter(([uid]) => !contentTypes.includes(uid)))),
  };
};
