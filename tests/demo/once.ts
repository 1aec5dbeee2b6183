import type { AdminApi } from '../support/api';
import type { Documents } from '../support/documents';
import { createRandom } from '../support/seed';
import { until } from '../support/until';
import type { Comparison } from './compare';
import { compareSites } from './compare';
import type { Item, Note } from './content';
import { ITEM, NOTE, STREAMED_TYPES } from './content';
import { percentile } from './latency';
import { fit, milliseconds, say, styled } from './print';
import type { DemoSites } from './sites';

const VISIBLE_TIMEOUT_MS = 30_000;
const POLL_MS = 5;
const ITEM_COUNT = 10;

/** Why a document did not arrive, in the words of the consumer's sync log. */
const lastSyncError = async (consumer: AdminApi, documentId: string): Promise<string> => {
  const { data } = await consumer.streaming.syncLogs({
    filters: { documentId: { $eq: documentId } },
  });
  const failed = data.find(({ error }) => error !== null);
  return failed?.error ?? (data.length > 0 ? 'its sync log shows no error' : 'it has no sync log');
};

/** Milliseconds from now, when the producer has answered the save, until the consumer shows it. */
const visibleAfter = async (
  consumer: AdminApi,
  documentId: string,
  isVisible: () => Promise<boolean>,
  signal: AbortSignal
): Promise<number> => {
  const saved = performance.now();
  try {
    await until(isVisible, { timeout: VISIBLE_TIMEOUT_MS, interval: POLL_MS, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = await lastSyncError(consumer, documentId);
    throw new Error(
      `Note ${documentId} did not arrive in ${VISIBLE_TIMEOUT_MS / 1000} s: ${reason}`
    );
  }
  return performance.now() - saved;
};

type Samples = Record<'create' | 'update' | 'delete', number[]>;

/** Creates `count` notes, changes a third of them and deletes a sixth, each awaited on its own. */
const streamNotes = async (
  { producer, consumer }: DemoSites,
  count: number,
  signal: AbortSignal
): Promise<Samples> => {
  const random = createRandom(count);
  const here: Documents<Note> = producer.api.documents<Note>(NOTE);
  const there: Documents<Note> = consumer.api.documents<Note>(NOTE);
  const samples: Samples = { create: [], update: [], delete: [] };
  const documentIds: string[] = [];

  for (let number = 1; number <= count; number += 1) {
    const { documentId } = await here.create({
      title: `Note ${number}`,
      content: random.text(200),
      public: random.chance(0.5),
      rating: random.integer(1, 5),
    });
    documentIds.push(documentId);
    const isThere = async () => (await there.findOne(documentId)) !== null;
    samples.create.push(await visibleAfter(consumer.api, documentId, isThere, signal));
  }

  for (const documentId of documentIds.slice(0, Math.ceil(count / 3))) {
    const { title } = await here.update(documentId, { title: `Changed ${documentId}` });
    const isChanged = async () => (await there.findOne(documentId))?.title === title;
    samples.update.push(await visibleAfter(consumer.api, documentId, isChanged, signal));
  }

  for (const documentId of documentIds.slice(-Math.ceil(count / 6))) {
    await here.remove(documentId);
    const isGone = async () => (await there.findOne(documentId)) === null;
    samples.delete.push(await visibleAfter(consumer.api, documentId, isGone, signal));
  }
  return samples;
};

/** Items are written without waiting, so that several share one pull. */
const streamItems = async ({ producer }: DemoSites): Promise<void> => {
  const random = createRandom(ITEM_COUNT);
  const items = producer.api.documents<Item>(ITEM);
  const created = [];

  for (let number = 1; number <= ITEM_COUNT; number += 1) {
    const fields = { code: `item-${number}`, price: random.integer(1, 9999) / 100 };
    created.push(await items.create({ ...fields, name: `Item ${number}`, stock: 0 }));
  }
  for (const { documentId } of created.slice(2)) {
    await items.update(documentId, { stock: random.integer(1, 50) });
  }
  for (const { documentId } of created.slice(0, 2)) await items.remove(documentId);
};

const compareAll = ({ producer, consumer }: DemoSites): Promise<Comparison[]> =>
  Promise.all(STREAMED_TYPES.map((type) => compareSites(producer.api, consumer.api, type)));

const tell = (samples: Samples): void => {
  say(`\nSaved on the producer until visible on the consumer`);
  say(styled('dim', '            notes       p50       p95       max'));
  for (const [name, values] of Object.entries(samples)) {
    const columns = [percentile(values, 0.5), percentile(values, 0.95), Math.max(...values)];
    const numbers = columns.map((value) => milliseconds(value).padStart(10)).join('');
    say(`  ${fit(name, 8)} ${String(values.length).padStart(6)}${numbers}`);
  }
};

/** Streams a fixed set and judges the result; true when both sides are equal. */
export const streamOnce = async (
  sites: DemoSites,
  count: number,
  signal: AbortSignal
): Promise<boolean> => {
  say(`Writing ${count} notes and ${ITEM_COUNT} items on the producer …`);
  tell(await streamNotes(sites, count, signal));
  await streamItems(sites);

  // A wait that ends in vain is told by the comparison below, with every difference.
  const areEqual = async () =>
    (await compareAll(sites)).every(({ differences }) => differences.length === 0);
  await until(areEqual, { timeout: VISIBLE_TIMEOUT_MS, signal }).catch(() =>
    signal.throwIfAborted()
  );

  const comparisons = await compareAll(sites);
  say();
  for (const { contentType, count: documents, differences } of comparisons) {
    const isEqual = differences.length === 0;
    const verdict = isEqual ? styled('green', 'equal') : styled('red', 'not equal');
    say(`${fit(contentType, 16)} ${documents} documents, ${verdict}`);
    for (const difference of differences.slice(0, 20)) say(`  ${difference}`);
  }
  return comparisons.every(({ differences }) => differences.length === 0);
};
