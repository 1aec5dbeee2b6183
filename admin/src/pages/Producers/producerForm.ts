import type { TextKey } from '../../hooks/useText';
import type { Producer, Producers, ProducerSubscription } from '../../../../server/src/protocol';

export type SubscriptionValues = Omit<ProducerSubscription, 'contentType' | 'status'> & {
  contentType: string | null;
};

/** Strapi's inputs turn a text that has been emptied into null. */
export interface ProducerValues {
  name: string | null;
  url: string | null;
  accessKey: string | null;
  /** The admin user's id, as a select's option. */
  subscriber: string | null;
  subscriptions: SubscriptionValues[];
}

export const NEW_SUBSCRIPTION: SubscriptionValues = {
  contentType: null,
  useSameId: true,
  versions: 'all',
  onLeave: 'keep',
  condition: null,
  adopt: null,
  mapping: null,
  unsubscribed: false,
};

/**
 * Another content type has other attributes, and perhaps no drafts.
 * @param mapping what its documents need to become some of this site
 */
export const withContentType = (
  row: SubscriptionValues,
  contentType: string | null,
  mapping: string | null
): SubscriptionValues => ({ ...NEW_SUBSCRIPTION, useSameId: row.useSameId, contentType, mapping });

export const NEW_PRODUCER: ProducerValues = {
  name: '',
  url: '',
  accessKey: '',
  subscriber: null,
  subscriptions: [NEW_SUBSCRIPTION],
};

export const toValues = (producer: Producer): ProducerValues => ({
  name: producer.name,
  url: producer.url,
  accessKey: '',
  subscriber: producer.subscriber === null ? null : String(producer.subscriber.id),
  subscriptions: producer.subscriptions.map(
    ({ contentType, useSameId, versions, onLeave, condition, adopt, mapping, unsubscribed }) => ({
      contentType,
      useSameId,
      versions,
      onLeave,
      condition,
      adopt,
      mapping,
      unsubscribed,
    })
  ),
});

export interface Problem {
  path: string;
  key: TextKey;
}

const HTTP_URL = /^https?:\/\/[^\s/]+/i;

const isEmpty = (value: string | null) => value === null || value.trim() === '';

/** What the server would refuse, said before it is asked. */
export const problemsOf = (values: ProducerValues, isNew: boolean): Problem[] => {
  const required: [string, string | null][] = [
    ['name', values.name],
    ['url', values.url],
    ['subscriber', values.subscriber],
    ...(isNew ? [['accessKey', values.accessKey] as [string, string | null]] : []),
    ...values.subscriptions.map(({ contentType }, index): [string, string | null] => [
      `subscriptions.${index}.contentType`,
      contentType,
    ]),
  ];
  const problems: Problem[] = required
    .filter(([, value]) => isEmpty(value))
    .map(([path]) => ({ path, key: 'error.required' }));

  if (values.url !== null && !isEmpty(values.url) && !HTTP_URL.test(values.url.trim())) {
    problems.push({ path: 'url', key: 'error.url' });
  }
  if (values.subscriptions.length === 0) {
    problems.push({ path: 'subscriptions', key: 'error.noSubscriptions' });
  }
  return problems;
};

const toInput = (values: ProducerValues) => ({
  name: values.name?.trim() ?? '',
  url: values.url?.trim() ?? '',
  subscriber: Number(values.subscriber),
  subscriptions: values.subscriptions.map((row) => ({
    ...row,
    contentType: row.contentType ?? '',
    condition: isEmpty(row.condition) ? null : row.condition,
  })),
});

export const toCreateRequest = (values: ProducerValues): Producers.CreateRequest => ({
  ...toInput(values),
  accessKey: values.accessKey?.trim() ?? '',
});

/** An access key that is left empty stays as it is. */
export const toUpdateRequest = (values: ProducerValues): Producers.UpdateRequest =>
  isEmpty(values.accessKey) ? toInput(values) : toCreateRequest(values);
