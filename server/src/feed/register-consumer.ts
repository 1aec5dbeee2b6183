/** A consumer registers, changes its registration and leaves: always with its own access key. */
import { difference, union } from 'lodash';

import type { Core } from '@strapi/strapi';

import { NOT_STARTED } from './approve-consumer';
import { type Conditions, assertRequestedConditions, needsApproval } from './conditions';
import { dependenciesOf } from './closure';
import {
  CONSUMER,
  CONSUMER_SUBSCRIPTION,
  type ConsumerRow,
  type ConsumerSubscriptionRow,
  findConsumer,
  isConditional,
} from './consumer-store';
import { deleteDeliveries, markStale } from './deliveries';
import { findSchema, reasonNotStreamable } from '../documents';
import {
  type Site,
  decrypt,
  encrypt,
  inTransaction,
  isSameSecret,
  isUniqueViolation,
} from '../platform';
import {
  PROTOCOL_VERSION,
  type RegisterRequest,
  type RegisterResponse,
  type RequestedSubscription,
  WireError,
} from '../protocol';

const assertStreamable = (strapi: Core.Strapi, contentTypes: string[]) => {
  const problems = contentTypes.flatMap((uid) => {
    const schema = findSchema(strapi, uid);
    const reason = schema ? reasonNotStreamable(schema) : 'this site has no such content type';
    return reason ? [`${uid}: ${reason}`] : [];
  });
  if (problems.length > 0) {
    throw new WireError(
      'content_type_not_streamable',
      `The producer cannot stream ${problems.join('; ')}.`
    );
  }
};

const knowsCallbackKey = (strapi: Core.Strapi, consumer: ConsumerRow, callbackKey: string) => {
  try {
    return isSameSecret(decrypt(strapi, consumer.callbackKey), callbackKey);
  } catch {
    // A key that this site can no longer read proves nothing.
    return false;
  }
};

const siteInUse = (siteId: string) =>
  new WireError(
    'site_in_use',
    `The site ${siteId} is already registered with another access key. Ask the producer's ` +
      'administrator to delete that consumer, then register again.'
  );

/**
 * The consumer that this key and site mean, if registered. A key belongs to the site that used it
 * first. A site may change to a new key when it proves to be itself by the callback key, which
 * only the two sites know.
 */
const findRegistered = async (
  strapi: Core.Strapi,
  tokenId: number,
  { siteId, callbackKey }: RegisterRequest
): Promise<ConsumerRow | null> => {
  const byToken = await findConsumer(strapi, { tokenId });
  if (byToken && byToken.siteId !== siteId) {
    throw new WireError(
      'key_in_use',
      `This access key belongs to ${byToken.name} (${byToken.url}). Ask the producer's ` +
        'administrator for a key of your own.'
    );
  }
  if (byToken) {
    return byToken;
  }
  const bySite = await findConsumer(strapi, { siteId });
  if (bySite && !knowsCallbackKey(strapi, bySite, callbackKey)) {
    throw siteInUse(siteId);
  }
  return bySite;
};

/**
 * What the administrator who has approved the subscription did not see come along, because a
 * mapping that looks for it is newer. It is kept back, until an administrator lets it come.
 */
const findUnseen = (
  strapi: Core.Strapi,
  { contentType, approval, lookups: seen }: ConsumerSubscriptionRow,
  lookups: string[]
): string[] =>
  approval === 'approved'
    ? difference(lookups, dependenciesOf(strapi, contentType, { lookups: seen ?? [] }))
    : [];

/** Whether what was approved is less than what is asked for now, or other code of this site. */
const isBeyondApproval = (
  before: ConsumerSubscriptionRow,
  { versions, condition }: RequestedSubscription
): boolean =>
  before.approval === 'approved' &&
  ((versions === 'all' && before.versions !== 'all') ||
    (condition !== before.requestedCondition && needsApproval(condition)));

/** What the consumer asks of a content type, where it differs from before. */
const saveRequest = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  before: ConsumerSubscriptionRow,
  request: RequestedSubscription
): Promise<void> => {
  const { versions, condition, mapped, lookups } = request;
  const refused = before.refusedDependencies ?? [];
  const isOtherCondition = condition !== before.requestedCondition;
  const after = { ...before, requestedCondition: condition };
  if (versions !== before.versions || (isConditional(before) && !isConditional(after))) {
    // Versions that did not come belong to it now.
    await markStale(strapi, consumer.id, [before.contentType]);
  }
  await strapi.db.query(CONSUMER_SUBSCRIPTION).update({
    where: { id: before.id },
    data: {
      versions,
      mapped,
      lookups,
      refusedDependencies: union(refused, findUnseen(strapi, before, lookups)),
      requestedCondition: condition,
      ...(isOtherCondition ? { conditionError: null, conditionErrorAt: null } : {}),
      ...(isBeyondApproval(before, request) ? { approval: 'pending' } : {}),
    },
  });
};

const saveSubscriptions = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  requested: RequestedSubscription[],
  head: number
) => {
  const subscriptions = strapi.db.query(CONSUMER_SUBSCRIPTION);
  const wanted = new Map(requested.map((request) => [request.contentType, request]));
  for (const subscription of consumer.subscriptions) {
    const request = wanted.get(subscription.contentType);
    const unsubscribed = !wanted.delete(subscription.contentType);
    if (request) {
      await saveRequest(strapi, consumer, subscription, request);
    }
    if (unsubscribed !== subscription.unsubscribed) {
      await subscriptions.update({
        where: { id: subscription.id },
        // What happened while unsubscribed is not made up for: start anew from here.
        data: unsubscribed ? { unsubscribed } : { unsubscribed, startSequence: NOT_STARTED },
      });
    }
  }
  for (const { contentType, versions, condition, mapped, lookups } of wanted.values()) {
    await subscriptions.create({
      data: {
        consumer: consumer.id,
        contentType,
        versions,
        mapped,
        lookups,
        requestedCondition: condition,
        approval: 'pending',
        unsubscribed: false,
        startSequence: String(head),
      },
    });
  }
};

/**
 * What the consumer was sent before is out of date there: it gets whole documents again, and still
 * the deletions of documents that it has.
 */
const startAnew = async (
  strapi: Core.Strapi,
  { id, subscriptions }: ConsumerRow,
  head: number
): Promise<void> => {
  await strapi.db
    .queryBuilder(CONSUMER_SUBSCRIPTION)
    .where({ id: { $in: subscriptions.map((subscription) => subscription.id) } })
    .update({ startSequence: String(head) })
    .execute();
  await strapi.db
    .queryBuilder(CONSUMER)
    .where({ id })
    .update({ acknowledgedCursor: String(head) })
    .execute();
};

/**
 * Registers the calling site, or changes its registration. New subscriptions are pending; those no
 * longer named are unsubscribed and keep their approval for when they come back.
 *
 * @param tokenId the API token of the call: the consumer is bound to it
 * @throws WireError `unsupported_protocol`, `content_type_not_streamable`, `condition_not_valid`,
 *   `key_in_use`, `site_in_use`; ApplicationError when the callback key cannot be encrypted
 */
export const registerConsumer = async (
  strapi: Core.Strapi,
  conditions: Conditions,
  site: Site,
  tokenId: number,
  request: RegisterRequest
): Promise<RegisterResponse> => {
  if (request.protocolVersion !== PROTOCOL_VERSION) {
    throw new WireError(
      'unsupported_protocol',
      `This site speaks protocol version ${PROTOCOL_VERSION}, yours ${request.protocolVersion}. ` +
        'Install the same major version of the plugin on both sites.'
    );
  }
  if (request.siteId === site.siteId) {
    throw new WireError('site_in_use', 'A site cannot be its own producer.');
  }
  assertStreamable(
    strapi,
    request.subscriptions.flatMap(({ contentType, lookups }) => [contentType, ...lookups])
  );
  assertRequestedConditions(conditions, request.subscriptions);
  const registered = await findRegistered(strapi, tokenId, request);
  const data = {
    name: request.name,
    siteId: request.siteId,
    url: request.url.replace(/\/+$/, ''),
    callbackKey: encrypt(strapi, request.callbackKey),
    tokenId,
    lastSeenAt: new Date(),
  };

  // A site that was added anew has a new callback key and begins at the head, whatever it had.
  const startsAnew = registered && !knowsCallbackKey(strapi, registered, request.callbackKey);

  try {
    await inTransaction(strapi, async () => {
      if (startsAnew) {
        await startAnew(strapi, registered, site.head);
      }
      const { id } = registered
        ? await strapi.db.query(CONSUMER).update({ where: { id: registered.id }, data })
        : await strapi.db.query(CONSUMER).create({
            data: { ...data, acknowledgedCursor: String(site.head) },
          });
      const consumer = (await findConsumer(strapi, { id })) as ConsumerRow;
      await saveSubscriptions(strapi, consumer, request.subscriptions, site.head);
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw siteInUse(request.siteId);
    }
    throw error;
  }

  const saved = (await findConsumer(strapi, { tokenId })) as ConsumerRow;
  return {
    siteId: site.siteId,
    streamId: site.streamId,
    head: site.head,
    subscriptions: saved.subscriptions
      .filter(({ unsubscribed }) => !unsubscribed)
      .map(({ contentType, approval }) => ({ contentType, status: approval })),
  };
};

/** Forgets a consumer: its subscriptions, approvals and deliveries. */
export const removeConsumer = async (strapi: Core.Strapi, consumer: ConsumerRow): Promise<void> => {
  await inTransaction(strapi, async () => {
    await strapi.db
      .query(CONSUMER_SUBSCRIPTION)
      .deleteMany({ where: { id: { $in: consumer.subscriptions.map(({ id }) => id) } } });
    await deleteDeliveries(strapi, consumer.id);
    await strapi.db.query(CONSUMER).delete({ where: { id: consumer.id } });
  });
};
