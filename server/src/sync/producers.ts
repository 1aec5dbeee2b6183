import { errors } from '@strapi/utils';

import { ProducerError } from './client';
import { connect } from './link';
import { readPosition } from './positions';
import { type ProducerRow, findProducer } from './producer-store';
import type { PullResult } from './pull';
import type { Puller } from './puller';
import { resync } from './resync';
import type { SaveOptions } from './registration';
import { type Saver, createProducer, deleteProducer, updateProducer } from './save-producer';
import { testConnection } from './test-connection';
import { type RequestHeaders, decrypt, isSigned, runInBackground } from '../platform';
import type {
  AdminUserSummary,
  CreateProducerInput,
  PokeRequest,
  Producer,
  ResyncOutcome,
  UpdateProducerInput,
} from '../protocol';

interface NamedUser {
  id: number;
  email: string;
  firstname: string | null;
  lastname: string | null;
}

export const toUserSummary = ({ id, email, firstname, lastname }: NamedUser): AdminUserSummary => ({
  id,
  email,
  name: [firstname, lastname].filter(Boolean).join(' ') || email,
});

export type ProducersService = ReturnType<typeof createProducersService>;

/** Everything a consumer does with its producers. */
export const createProducersService = (options: SaveOptions & { puller: Puller }) => {
  const { strapi, puller } = options;

  const toProducer = async (row: ProducerRow): Promise<Producer> => {
    const position = await readPosition(strapi, row.siteId);
    return {
      documentId: row.documentId,
      name: row.name,
      url: row.url,
      siteId: row.siteId,
      state: row.state,
      lastError: row.lastError,
      lastContactAt: row.lastContactAt,
      cursor: position?.cursor ?? 0,
      head: position?.head ?? 0,
      subscriber: row.subscriber && toUserSummary(row.subscriber),
      subscriptions: row.subscriptions.map(
        ({
          contentType,
          useSameId,
          versions,
          onLeave,
          condition,
          adopt,
          mapping,
          unsubscribed,
          approval,
        }) => ({
          contentType,
          useSameId,
          versions,
          onLeave,
          condition,
          adopt,
          mapping: mapping?.documentId ?? null,
          unsubscribed,
          status: approval,
        })
      ),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    };
  };

  /** Saves one after the other: two at once could both find that the site is new. */
  let lastSave: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(save: () => Promise<T>): Promise<T> => {
    const turn = lastSave.then(save, save);
    lastSave = turn.catch(() => undefined);
    return turn;
  };

  const requireProducer = async (documentId: string): Promise<ProducerRow> => {
    const producer = await findProducer(strapi, { documentId });
    if (!producer) {
      throw new errors.NotFoundError('There is no such producer.');
    }
    return producer;
  };

  /** Tells the producer that this site leaves; null, or why it could not be told. */
  const unregister = async (producer: ProducerRow): Promise<string | null> => {
    try {
      await connect(options, producer).unregister();
      return null;
    } catch (error) {
      if (error instanceof ProducerError && error.code === 'not_registered') {
        return null;
      }
      return error instanceof Error ? error.message : String(error);
    }
  };

  return {
    /** A row as the admin API shows it, without its keys. */
    toProducer,

    /** @throws NotFoundError */
    async get(documentId: string): Promise<Producer> {
      return toProducer(await requireProducer(documentId));
    },

    /** See {@link createProducer}. */
    async create(saver: Saver, input: CreateProducerInput): Promise<Producer> {
      const documentId = await inTurn(() => createProducer(options, saver, input));
      puller.wake(documentId);
      return toProducer(await requireProducer(documentId));
    },

    /** See {@link updateProducer}. @throws NotFoundError */
    async update(saver: Saver, documentId: string, input: UpdateProducerInput): Promise<Producer> {
      await inTurn(async () =>
        updateProducer(options, saver, await requireProducer(documentId), input)
      );
      puller.wake(documentId);
      return toProducer(await requireProducer(documentId));
    },

    /**
     * Unregisters on the producer and deletes it here, also when the producer cannot be told:
     * then `unregistered` is false and the message says what is left there.
     * @throws NotFoundError
     */
    async delete(documentId: string): Promise<{ unregistered: boolean; message: string | null }> {
      const producer = await requireProducer(documentId);
      await puller.forget(documentId);
      const problem = await unregister(producer);
      await deleteProducer(strapi, producer);
      return {
        unregistered: problem === null,
        message:
          problem &&
          'The producer could not be told. If it still lists this site as a consumer, ask its ' +
            `administrator to delete it there. (${problem})`,
      };
    },

    /** See {@link testConnection}. @throws NotFoundError */
    async test(documentId: string) {
      return testConnection(options, await requireProducer(documentId));
    },

    /** Drains the producer's feed now. @throws NotFoundError, ApplicationError */
    async pull(documentId: string): Promise<PullResult> {
      await requireProducer(documentId);
      return puller.pull(documentId);
    },

    /** See {@link resync}. */
    resync(ids: string[]): Promise<ResyncOutcome[]> {
      return runInBackground(() => resync(options, ids));
    },

    /**
     * A producer says that there is something.
     * @param headers the request's headers, which must carry a signature with the callback key
     * @throws UnauthorizedError, the same for an unknown site and a wrong signature
     */
    async receivePoke(poke: PokeRequest, headers: RequestHeaders): Promise<void> {
      const producer = await findProducer(strapi, { siteId: poke.siteId });
      // The body as the producer wrote it: these two members in this order (docs/protocol.md).
      const body = JSON.stringify({ siteId: poke.siteId, head: poke.head });
      if (
        !producer ||
        !isSigned(decrypt(strapi, producer.callbackKey), body, headers, Date.now())
      ) {
        throw new errors.UnauthorizedError('The poke is not signed by a producer of this site.');
      }
      puller.wake(producer.documentId);
    },
  };
};
