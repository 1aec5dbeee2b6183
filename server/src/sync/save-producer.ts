/**
 * A producer is saved on both sites: the registration there first, since only the producer knows
 * whether the key opens it, then here. If this site dies in between, saving again is safe.
 */
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { resetLinks } from './document-links';
import { assertMappings } from './mappings/assert-mappings';
import { findMappingIds, findMappings } from './mappings/mapping-store';
import { type MappingPlan, planMappings } from './mappings/plan-mappings';
import { forgetRemoteShapes, saveRemoteShapes } from './mappings/remote-shapes';
import { deletePosition, lockProducer, startPosition } from './positions';
import { PRODUCER, PRODUCER_SUBSCRIPTION, type ProducerRow, findProducer } from './producer-store';
import { assertReceivableTypes } from './receivable-types';
import {
  type Credentials,
  type SaveOptions,
  ask,
  register,
  toInputs,
  toRequests,
} from './registration';
import { SYNC_LOG, UNSETTLED } from './sync-log-store';
import { type AdminUser, createCallbackKey, decrypt, encrypt, inTransaction } from '../platform';
import type {
  CreateProducerInput,
  Mapping,
  RegisterResponse,
  Shapes,
  SubscriptionInput,
} from '../protocol';

/** The administrator who saves a producer. */
export interface Saver {
  id: number;
  /** May manage admin users, and so write in the name of any. */
  managesUsers: boolean;
}

/** Documents are written with the subscriber's rights: nobody gets more rights by choosing one. */
const assertMayWriteAs = (saver: Saver, user: AdminUser): void => {
  if (user.id !== saver.id && !saver.managesUsers) {
    // Of all that answer 403, Strapi shows only this one's message.
    throw new errors.PolicyError(
      `Only who may manage admin users can have documents written in the name of ${user.email}. ` +
        'Choose yourself as the subscriber, or ask such a person.'
    );
  }
};

const findSubscriber = async (
  strapi: Core.Strapi,
  saver: Saver,
  reference: number | string
): Promise<AdminUser> => {
  const isId = typeof reference === 'number' || /^\d+$/.test(reference);
  const user = (await strapi.db.query('admin::user').findOne({
    where: isId
      ? { id: Number(reference) }
      : { $or: [{ email: reference.toLowerCase() }, { documentId: reference }] },
  })) as AdminUser | null;
  if (!user) {
    throw new errors.ValidationError(
      `subscriber: there is no admin user ${reference}. Give the id or e-mail of one.`
    );
  }
  assertMayWriteAs(saver, user);
  return user;
};

/** The mappings of the subscriptions, after all that can be said without asking the producer. */
const planFor = async (
  strapi: Core.Strapi,
  subscriptions: SubscriptionInput[]
): Promise<{ mappings: Mapping[]; plan: MappingPlan }> => {
  const mappings = await findMappings(strapi);
  const plan = planMappings(subscriptions, mappings);
  if (plan.problems.length > 0) {
    throw new errors.ValidationError(plan.problems.join(' '));
  }
  assertReceivableTypes(strapi, subscriptions, plan);
  return { mappings, plan };
};

/**
 * Registers on the producer, once it is sure that the mappings fit its content types.
 * @throws ValidationError, ApplicationError
 */
const registerMapped = async (
  options: SaveOptions,
  input: Credentials & { callbackKey: string; subscriptions: SubscriptionInput[] },
  { mappings, plan }: { mappings: Mapping[]; plan: MappingPlan }
): Promise<{ registered: RegisterResponse; shapes: Shapes | null }> => {
  const { strapi } = options;
  let shapes: Shapes | null = null;
  if (plan.used.size > 0) {
    shapes = (await ask(options, input, (client) => client.shapes())).shapes;
    assertMappings(strapi, plan, mappings, shapes);
  }
  const subscriptions = toRequests(input.subscriptions, mappings, plan);
  return { registered: await register(options, { ...input, subscriptions }), shapes };
};

/** Writes the subscriptions as given; those not named are deleted. */
const saveSubscriptions = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  inputs: SubscriptionInput[],
  registered: RegisterResponse
): Promise<void> => {
  const subscriptions = strapi.db.query(PRODUCER_SUBSCRIPTION);
  const approvals = new Map(
    registered.subscriptions.map(({ contentType, status }) => [contentType, status])
  );
  const named = new Set(inputs.map(({ contentType }) => contentType));
  const dropped = producer.subscriptions.filter(({ contentType }) => !named.has(contentType));
  await subscriptions.deleteMany({ where: { id: { $in: dropped.map(({ id }) => id) } } });

  const mappingIds = await findMappingIds(strapi);

  for (const input of inputs) {
    const { contentType, useSameId, versions, onLeave, condition, adopt, mapping, unsubscribed } =
      input;
    const current = producer.subscriptions.find((row) => row.contentType === contentType);
    const approval = approvals.get(contentType) ?? current?.approval ?? 'pending';
    const data = {
      contentType,
      useSameId,
      versions,
      onLeave,
      condition,
      adopt,
      mapping: mapping === null ? null : (mappingIds.get(mapping) ?? null),
      unsubscribed,
      approval,
    };
    if (current) {
      await subscriptions.update({ where: { id: current.id }, data });
    } else {
      await subscriptions.create({ data: { ...data, producer: producer.id } });
    }
  }
};

const assertNew = async (strapi: Core.Strapi, where: { url: string } | { siteId: string }) => {
  const existing = await findProducer(strapi, where);
  if (existing) {
    throw new errors.ValidationError(
      `${existing.name} (${existing.url}) is that site already. Change its subscriptions there ` +
        'instead of adding the site a second time.'
    );
  }
};

/** The site that answers at the URL, which may answer under several. */
const askSiteId = async (options: SaveOptions, input: Credentials): Promise<string> =>
  (await ask(options, input, (client) => client.describe())).siteId;

/**
 * Registers this site on the producer and saves it here. The stream begins with what happens from
 * now on.
 * @returns the new producer's documentId
 * @throws ValidationError, PolicyError, ApplicationError: nothing was saved here
 */
export const createProducer = async (
  options: SaveOptions,
  saver: Saver,
  input: CreateProducerInput
): Promise<string> => {
  const { strapi } = options;
  await assertNew(strapi, { url: input.url });
  const planned = await planFor(strapi, input.subscriptions);
  const subscriber = await findSubscriber(strapi, saver, input.subscriber);
  const callbackKey = createCallbackKey();
  const secrets = {
    accessKey: encrypt(strapi, input.accessKey),
    callbackKey: encrypt(strapi, callbackKey),
  };
  await assertNew(strapi, { siteId: await askSiteId(options, input) });
  const { registered, shapes } = await registerMapped(options, { ...input, callbackKey }, planned);

  const saved = await inTransaction(strapi, async () => {
    const { id, documentId } = (await strapi.db.query(PRODUCER).create({
      data: {
        ...secrets,
        name: input.name,
        url: input.url,
        siteId: registered.siteId,
        state: 'connected',
        lastContactAt: new Date(),
        subscriber: subscriber.id,
      },
    })) as { id: number; documentId: string };
    const producer = (await findProducer(strapi, { id })) as ProducerRow;
    await saveSubscriptions(strapi, producer, input.subscriptions, registered);
    await startPosition(strapi, registered.siteId, {
      streamId: registered.streamId,
      cursor: registered.head,
      head: registered.head,
    });
    await resetLinks(strapi, registered.siteId);
    return documentId;
  });
  if (shapes) {
    await saveRemoteShapes(strapi, registered.siteId, shapes);
  }
  return saved;
};

/** A stored key is never sent to a new address, and registering there comes after a look. */
const assertMoved = async (
  options: SaveOptions,
  producer: ProducerRow,
  url: string,
  accessKey: string | undefined
): Promise<void> => {
  await assertNew(options.strapi, { url });
  if (accessKey === undefined) {
    throw new errors.ValidationError('accessKey: enter the access key again for a new URL.');
  }
  if ((await askSiteId(options, { url, accessKey })) !== producer.siteId) {
    throw new errors.ValidationError(
      `${url} is another site than ${producer.name} was. Add it as a producer of its own.`
    );
  }
};

/**
 * Changes a producer, there and here. Values left out stay.
 * @throws ValidationError, PolicyError, ApplicationError: nothing was changed here
 */
export const updateProducer = async (
  options: SaveOptions,
  saver: Saver,
  producer: ProducerRow,
  input: Partial<CreateProducerInput>
): Promise<void> => {
  const { strapi } = options;
  const url = input.url ?? producer.url;
  const accessKey = input.accessKey ?? decrypt(strapi, producer.accessKey);
  const subscriptions = input.subscriptions ?? toInputs(producer);
  if (url !== producer.url) {
    if (producer.subscriber) {
      assertMayWriteAs(saver, producer.subscriber);
    }
    await assertMoved(options, producer, url, input.accessKey);
  }
  const planned = await planFor(strapi, subscriptions);
  const subscriber = input.subscriber
    ? await findSubscriber(strapi, saver, input.subscriber)
    : null;
  const { registered, shapes } = await registerMapped(
    options,
    { url, accessKey, callbackKey: decrypt(strapi, producer.callbackKey), subscriptions },
    planned
  );

  await inTransaction(strapi, async () => {
    await lockProducer(strapi, producer.siteId);
    await strapi.db.query(PRODUCER).update({
      where: { id: producer.id },
      data: {
        url,
        name: input.name ?? producer.name,
        ...(input.accessKey ? { accessKey: encrypt(strapi, input.accessKey) } : {}),
        ...(subscriber ? { subscriber: subscriber.id } : {}),
        state: 'connected',
        lastError: null,
        lastContactAt: new Date(),
      },
    });
    await saveSubscriptions(strapi, producer, subscriptions, registered);
  });
  if (shapes) {
    await saveRemoteShapes(strapi, producer.siteId, shapes);
  }
};

/** Deletes a producer here: documents and links stay, what was waiting is skipped. */
export const deleteProducer = (strapi: Core.Strapi, producer: ProducerRow): Promise<void> =>
  inTransaction(strapi, async () => {
    // First, as applying does: a page that is under way elsewhere ends before.
    await lockProducer(strapi, producer.siteId);
    await strapi.db
      .queryBuilder(SYNC_LOG)
      .where({
        producerSiteId: producer.siteId,
        syncStatus: { $in: [...UNSETTLED] },
      })
      .update({ syncStatus: 'skipped', error: 'The producer was deleted.' })
      .execute();
    await resetLinks(strapi, producer.siteId);
    await deletePosition(strapi, producer.siteId);
    await forgetRemoteShapes(strapi, producer.siteId);
    await strapi.db
      .query(PRODUCER_SUBSCRIPTION)
      .deleteMany({ where: { id: { $in: producer.subscriptions.map(({ id }) => id) } } });
    await strapi.db.query(PRODUCER).delete({ where: { id: producer.id } });
  });
