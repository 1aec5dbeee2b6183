/**
 * A producer is saved on both sites: the registration there first, since only the producer knows
 * whether the key opens it, then here. If this site dies in between, saving again is safe.
 */
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { type ProducerClient, ProducerError, createProducerClient } from './client';
import { resetLinks } from './document-links';
import type { LinkOptions } from './link';
import { deletePosition, lockProducer, startPosition } from './positions';
import { PRODUCER, PRODUCER_SUBSCRIPTION, type ProducerRow, findProducer } from './producer-store';
import { SYNC_LOG, UNSETTLED } from './sync-log-store';
import {
  type ContentTypeSchema,
  findSchema,
  reasonNotStreamable,
  streamableAttributes,
} from '../documents';
import { type AdminUser, createCallbackKey, decrypt, encrypt, inTransaction } from '../platform';
import {
  type CreateProducerInput,
  PROTOCOL_VERSION,
  type RegisterResponse,
  type SubscriptionInput,
} from '../protocol';

export interface SaveOptions extends LinkOptions {
  /** Address under which the producer reaches this site. */
  siteUrl: string;
}

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

const NATURAL_KEYS = new Set(['string', 'uid', 'email', 'text', 'integer', 'biginteger']);

/** A natural key is one value that people know a document by. */
const reasonNotAdoptable = (
  strapi: Core.Strapi,
  schema: ContentTypeSchema,
  adopt: string | null
): string | null => {
  if (adopt === null) {
    return null;
  }
  const attribute = streamableAttributes(strapi, schema).find(({ name }) => name === adopt);
  return attribute && NATURAL_KEYS.has(attribute.type)
    ? null
    : `it has no field ${adopt} that documents could be adopted by`;
};

/** @throws ValidationError when this site cannot receive one of the content types */
const assertReceivable = (strapi: Core.Strapi, subscriptions: SubscriptionInput[]): void => {
  const problems = subscriptions.flatMap(({ contentType, adopt, unsubscribed }) => {
    const schema = findSchema(strapi, contentType);
    const reason = schema
      ? (reasonNotStreamable(schema) ?? reasonNotAdoptable(strapi, schema, adopt))
      : 'this site has no such content type';
    return reason && !unsubscribed ? [`${contentType}: ${reason}`] : [];
  });
  if (problems.length > 0) {
    throw new errors.ValidationError(`This site cannot receive ${problems.join('; ')}.`);
  }
};

/** Asks a producer; what goes wrong is told as an answer to the administrator's save. */
const ask = async <T>(
  { timeoutMs }: SaveOptions,
  { url, accessKey }: { url: string; accessKey: string },
  call: (client: ProducerClient) => Promise<T>
): Promise<T> => {
  try {
    return await call(createProducerClient({ url, accessKey, timeoutMs }));
  } catch (error) {
    throw error instanceof ProducerError
      ? new errors.ApplicationError(`Nothing was saved. ${error.message}`, {
          code: error.code ?? error.kind,
        })
      : error;
  }
};

const register = async (
  options: SaveOptions,
  input: { url: string; accessKey: string; callbackKey: string; subscriptions: SubscriptionInput[] }
): Promise<RegisterResponse> => {
  const { getSiteId, siteUrl } = options;
  const siteId = await getSiteId();
  return ask(options, input, (client) =>
    client.register({
      protocolVersion: PROTOCOL_VERSION,
      siteId,
      name: new URL(siteUrl).host,
      url: siteUrl,
      callbackKey: input.callbackKey,
      subscriptions: input.subscriptions
        .filter(({ unsubscribed }) => !unsubscribed)
        .map(({ contentType, versions, condition }) => ({
          contentType,
          versions,
          condition,
          mapped: false,
        })),
    })
  );
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

  for (const input of inputs) {
    const { contentType, useSameId, versions, onLeave, condition, adopt, unsubscribed } = input;
    const current = producer.subscriptions.find((row) => row.contentType === contentType);
    const approval = approvals.get(contentType) ?? current?.approval ?? 'pending';
    const data = {
      contentType,
      useSameId,
      versions,
      onLeave,
      condition,
      adopt,
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
const askSiteId = async (
  options: SaveOptions,
  input: { url: string; accessKey: string }
): Promise<string> => (await ask(options, input, (client) => client.describe())).siteId;

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
  assertReceivable(strapi, input.subscriptions);
  const subscriber = await findSubscriber(strapi, saver, input.subscriber);
  const callbackKey = createCallbackKey();
  const secrets = {
    accessKey: encrypt(strapi, input.accessKey),
    callbackKey: encrypt(strapi, callbackKey),
  };
  await assertNew(strapi, { siteId: await askSiteId(options, input) });
  const registered = await register(options, { ...input, callbackKey });

  return inTransaction(strapi, async () => {
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
};

const toInputs = (producer: ProducerRow): SubscriptionInput[] =>
  producer.subscriptions.map(
    ({ contentType, useSameId, versions, onLeave, condition, adopt, unsubscribed }) => ({
      contentType,
      useSameId,
      versions,
      onLeave,
      condition,
      adopt,
      unsubscribed,
    })
  );

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
  assertReceivable(strapi, subscriptions);
  const subscriber = input.subscriber
    ? await findSubscriber(strapi, saver, input.subscriber)
    : null;
  const registered = await register(options, {
    url,
    accessKey,
    callbackKey: decrypt(strapi, producer.callbackKey),
    subscriptions,
  });

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
    await strapi.db
      .query(PRODUCER_SUBSCRIPTION)
      .deleteMany({ where: { id: { $in: producer.subscriptions.map(({ id }) => id) } } });
    await strapi.db.query(PRODUCER).delete({ where: { id: producer.id } });
  });
