import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { SYNC_LOG } from '../../server/src/sync';
import type { RemoteReference } from '../../server/src/sync/failures';
import { heal } from '../../server/src/sync/heal';
import type { ProducerRow } from '../../server/src/sync';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { createStubContext, createStubProducer } from '../support/stub-producer';

const ITEM = 'api::item.item';
const JOB = 'api::job.job';
const PLACE = 'api::place.place';
const SITE_ID = 'producer-site';

describe('documents that wait for others', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let producer: ProducerRow;

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    producer = await createStubProducer(strapi, SITE_ID, [JOB, ITEM]);
  });

  afterAll(() => site.stop());

  const logWaiting = (sequence: number, missingDocumentId: string | null, more: object = {}) =>
    strapi.db.query(SYNC_LOG).create({
      data: {
        producer: producer.id,
        producerSiteId: SITE_ID,
        producerName: SITE_ID,
        producerUrl: producer.url,
        syncStatus: 'failed',
        cause: 'dependency',
        missingContentType: PLACE,
        missingDocumentId,
        eventId: randomUUID(),
        sequence: String(sequence),
        transactionId: randomUUID(),
        updateType: 'update',
        action: 'update',
        contentType: JOB,
        sourceDocumentId: `job${sequence}`,
        isIncomplete: true,
        useSameId: true,
        origin: SITE_ID,
        path: [SITE_ID],
        occurredAt: new Date(),
        attempts: 10,
        ...more,
      },
    });

  it('have their turn however many wait in vain before them', async () => {
    const place = await strapi.documents(PLACE).create({ data: { name: 'here' } });
    for (let sequence = 1; sequence <= 120; sequence += 1) {
      await logWaiting(sequence, 'nowhere');
    }
    await logWaiting(121, place.documentId);
    const asked: RemoteReference[] = [];
    const client = {
      documents: ({ references }: { references: RemoteReference[] }) => {
        asked.push(...references);
        return Promise.resolve({ sequence: 121, documents: [], unreadable: [] });
      },
    };

    for (let pulls = 0; pulls < 3; pulls += 1) {
      await heal(strapi, producer, () => createStubContext(strapi, SITE_ID, client));
    }

    expect(new Set(asked.map(({ documentId }) => documentId))).toEqual(new Set(['job121']));
  });

  it('are looked for again when they are due, however many are not', async () => {
    for (let sequence = 201; sequence <= 320; sequence += 1) {
      await logWaiting(sequence, null, { cause: 'mapping' });
    }
    await logWaiting(321, null, { cause: 'mapping', attempts: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const asked: RemoteReference[] = [];
    const client = {
      documents: ({ references }: { references: RemoteReference[] }) => {
        asked.push(...references);
        return Promise.resolve({ sequence: 321, documents: [], unreadable: [] });
      },
    };
    await heal(strapi, producer, () => createStubContext(strapi, SITE_ID, client));

    expect(asked.map(({ documentId }) => documentId)).toContain('job321');
  });
});
