import { useState } from 'react';

import type { ConsumerSubscription } from '../../../../server/src/protocol';

export interface Refusals {
  /** What is kept back of a subscription, as it is ticked now. */
  of: (subscription: ConsumerSubscription) => string[];
  /** What is to be sent; undefined: as before. */
  changed: (contentType: string) => string[] | undefined;
  isChanged: (subscription: ConsumerSubscription) => boolean;
  set: (subscription: ConsumerSubscription, dependency: string, isRefused: boolean) => void;
  /** They have been sent. */
  forget: (contentTypes: string[]) => void;
}

/** What the administrator ticks, until it is sent together with a decision. */
export const useRefusals = (): Refusals => {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string[]>>(new Map());

  const of = ({ contentType, refusedDependencies }: ConsumerSubscription) =>
    drafts.get(contentType) ?? refusedDependencies;

  return {
    of,
    changed: (contentType) => drafts.get(contentType),
    isChanged: (subscription) => {
      const now = of(subscription);
      const { refusedDependencies: before } = subscription;
      return now.length !== before.length || now.some((uid) => !before.includes(uid));
    },
    set: (subscription, dependency, isRefused) => {
      const others = of(subscription).filter((uid) => uid !== dependency);
      setDrafts(
        new Map(drafts).set(subscription.contentType, isRefused ? [...others, dependency] : others)
      );
    },
    forget: (contentTypes) =>
      setDrafts((current) => new Map([...current].filter(([uid]) => !contentTypes.includes(uid)))),
  };
};
