import type { Core } from '@strapi/strapi';

import { type Sender, createSender, prepareEvent } from './before-send';
import { allowedContentTypes } from './closure';
import { type ConsumerRow, type ConsumerSubscriptionRow, isConditional } from './consumer-store';
import { decideRow, versionOf } from './decide-row';
import { type NewDelivery, documentKey, insertDeliveries } from './deliveries';
import { readEarlierLogs } from './earlier-logs';
import type { DeliveryKind, VersionDecision } from './eligibility';
import type { FeedContext } from './feed-context';
import { type RowJudges, createRowJudges } from './judge-rows';
import type { Ledger } from './ledger';
import { openLedgers } from './open-ledgers';
import { readRows } from './read-rows';
import { type Subscribed, subscribedContentTypes } from './subscribed';
import { type EventForm, leaveIdOf, toEvent, toLeaveEvent } from './to-event';
import type { UpdateLogRow } from './update-logs';
import { versionKey } from '../documents';
import type { Site } from '../platform';
import {
  type EventsQuery,
  type EventsResponse,
  type StreamEvent,
  type SubscribedVersions,
  WireError,
  toCloudEvent,
} from '../protocol';

/** A page stops growing here, so that one answer fits into memory on both sides. */
const MAX_PAGE_CHARACTERS = 1024 * 1024;
/** And here, where conditions and hooks are slow, so that the consumer does not give up waiting. */
const MAX_WAITING_MS = 5000;

const assertCursor = (site: Site, { after, streamId }: EventsQuery) => {
  if (streamId !== site.streamId) {
    throw new WireError(
      'stream_changed',
      'The log of this site does not continue the one your cursor belongs to (a restored or ' +
        'transferred database). Delete the producer on your site and add it again.'
    );
  }
  if (after > site.head) {
    throw new WireError(
      'cursor_ahead',
      `Your cursor ${after} is ahead of the log, which ends at ${site.head} (an older backup was ` +
        'restored here). Delete the producer on your site and add it again.'
    );
  }
};

const toDelivery = (row: UpdateLogRow, kind: DeliveryKind): NewDelivery => ({
  sequence: Number(row.sequence),
  eventId: kind === 'left' ? leaveIdOf(row.eventId) : row.eventId,
  contentType: row.contentType,
  sourceDocumentId: row.sourceDocumentId,
  sourceLocale: row.sourceLocale,
  sourceStatus: row.sourceStatus,
  kind,
});

/** What one update log brings to a consumer. */
interface Portion {
  events: StreamEvent[];
  deliveries: NewDelivery[];
  characters: number;
}

interface PortionContext {
  strapi: Core.Strapi;
  consumer: ConsumerRow;
  allowed: ReadonlyMap<string, SubscribedVersions>;
  subscribed: Subscribed;
}

/** Where versions come one by one, a published one can be there without its draft. */
const isWithoutDraft = (
  { sourceStatus, sourceLocale }: UpdateLogRow,
  subscription: ConsumerSubscriptionRow | null,
  ledger: Ledger
): boolean =>
  sourceStatus === 'published' &&
  subscription !== null &&
  isConditional(subscription) &&
  !ledger.held().has(versionKey({ locale: sourceLocale, status: 'draft' }));

const toPortion = async (
  { strapi, consumer, allowed, subscribed: { subscription, startSequence } }: PortionContext,
  row: UpdateLogRow,
  decision: VersionDecision,
  ledger: Ledger
): Promise<Portion> => {
  const isMapped = subscription?.mapped === true;
  const form: EventForm = {
    allowed,
    isMapped,
    isIncomplete: false,
    deletesDocument: false,
    withoutDraft: isWithoutDraft(row, subscription, ledger),
  };
  const sizeOf = ({ data, state }: UpdateLogRow) =>
    (data?.length ?? 0) + (isMapped ? (state?.length ?? 0) : 0);

  switch (decision.kind) {
    case 'skip':
      return { events: [], deliveries: [], characters: 0 };
    case 'known':
      return { events: [], deliveries: [toDelivery(row, decision.delivery)], characters: 0 };
    case 'send': {
      const { isIncomplete, deletesDocument, delivery } = decision;
      const event = await toEvent(strapi, row, { ...form, isIncomplete, deletesDocument });
      return { events: [event], deliveries: [toDelivery(row, delivery)], characters: sizeOf(row) };
    }
    case 'leave':
      return {
        events: [toLeaveEvent(row, consumer.siteId, decision.isLast, form.withoutDraft)],
        deliveries: [toDelivery(row, decision.delivery)],
        characters: 0,
      };
    case 'enter': {
      const readUpTo = ledger.readUpTo(versionOf(row), startSequence);
      const earlier = await readEarlierLogs(strapi, row, readUpTo);
      const isIncomplete = earlier.kind === 'incomplete';
      const event = await toEvent(strapi, row, { ...form, isIncomplete });
      const portion: Portion = {
        events: [],
        deliveries: [toDelivery(row, decision.delivery)],
        characters: sizeOf(row),
      };
      for (const log of earlier.kind === 'logs' ? earlier.rows : []) {
        // Placed where the event is that brings it, so that the two are applied together.
        const { sequence, transactionId } = event;
        portion.events.push({ ...(await toEvent(strapi, log, form)), sequence, transactionId });
        portion.deliveries.push({ ...toDelivery(log, 'earlier'), sentWith: sequence });
        portion.characters += sizeOf(log);
      }
      portion.events.push(event);
      return portion;
    }
  }
};

/** The documents that each transaction deletes. */
const findDeletions = (rows: UpdateLogRow[]) => {
  const nameOf = ({ transactionId, contentType, sourceDocumentId }: UpdateLogRow) =>
    `${transactionId}/${documentKey(contentType, sourceDocumentId)}`;
  const deletions = new Set(rows.filter((row) => row.deletesDocument).map(nameOf));
  return (row: UpdateLogRow): boolean => deletions.has(nameOf(row));
};

const enterInto = (ledger: Ledger, row: UpdateLogRow, decision: VersionDecision) => {
  if (decision.kind !== 'skip') {
    ledger.enter({
      sequence: Number(row.sequence),
      kind: decision.delivery,
      version: versionOf(row),
      isStale: false,
      served: null,
    });
  }
};

/** The events as they are sent, each as hooks of this site make it. */
const prepareEvents = async (sender: Sender, events: StreamEvent[]): Promise<StreamEvent[]> => {
  const prepared: StreamEvent[] = [];
  for (const event of events) {
    const sent = await prepareEvent(sender, event);
    if (sent) {
      prepared.push(sent);
    }
  }
  return prepared;
};

interface Walk {
  portions: Portion[];
  /** How far it went; null: to the end. */
  stoppedAt: number | null;
}

/** Goes through the rows in order, and stops between two transactions when it has been enough. */
const walk = async (
  context: Omit<PortionContext, 'subscribed'>,
  subscribedTo: ReadonlyMap<string, Subscribed>,
  rows: UpdateLogRow[],
  judges: RowJudges,
  sender: Sender
): Promise<Walk> => {
  const { strapi, consumer } = context;
  const isConditionalPage = [...subscribedTo.values()].some(
    ({ subscription }) => subscription !== null && isConditional(subscription)
  );
  const ledgerBefore = await openLedgers(strapi, consumer.id, rows, isConditionalPage);
  const isDocumentDeletion = findDeletions(rows);
  const portions: Portion[] = [];
  let characters = 0;

  for (const [index, row] of rows.entries()) {
    const waited = judges.elapsedMs() + sender.elapsedMs();
    const isFull = characters > MAX_PAGE_CHARACTERS || waited > MAX_WAITING_MS;
    if (index > 0 && isFull && row.transactionId !== rows[index - 1]?.transactionId) {
      return { portions, stoppedAt: Number(row.sequence) - 1 };
    }
    const subscribed = subscribedTo.get(row.contentType);
    if (subscribed) {
      const ledger = ledgerBefore(row);
      const decision = await decideRow(
        row,
        ledger,
        consumer,
        subscribed,
        isDocumentDeletion(row),
        (subscription) => judges.judge(subscription, row)
      );
      const portion = await toPortion({ ...context, subscribed }, row, decision, ledger);
      enterInto(ledger, row, decision);
      portions.push({ ...portion, events: await prepareEvents(sender, portion.events) });
      characters += portion.characters;
    }
  }
  return { portions, stoppedAt: null };
};

/**
 * The next events that this consumer may have, in order, and where to go on from. Reading the
 * head before the rows keeps `nextCursor` true: rows numbered meanwhile come with the next page.
 *
 * @param site the site's row, read for this call
 * @throws WireError `stream_changed`, `cursor_ahead`
 */
export const readEvents = async (
  context: FeedContext,
  site: Site,
  consumer: ConsumerRow,
  query: EventsQuery
): Promise<EventsResponse> => {
  assertCursor(site, query);
  const { strapi, conditions } = context;
  const allowed = allowedContentTypes(strapi, consumer);
  const subscribedTo = subscribedContentTypes(strapi, consumer, allowed);
  const contentTypes = [...subscribedTo.keys()];
  const { rows, upTo } = await readRows(strapi, contentTypes, query.after, site.head, query.limit);
  const judges = createRowJudges({ strapi, conditions, consumer, allowed }, rows);
  const { portions, stoppedAt } = await walk(
    { strapi, consumer, allowed },
    subscribedTo,
    rows,
    judges,
    createSender(context, consumer)
  );
  const events = portions.flatMap((portion) => portion.events);
  await insertDeliveries(
    strapi,
    consumer.id,
    portions.flatMap(({ deliveries }) => deliveries)
  );
  await judges.reportErrors();

  return {
    streamId: site.streamId,
    nextCursor: stoppedAt ?? upTo ?? site.head,
    head: site.head,
    events: events.map((event) => toCloudEvent(event, site.siteId)),
    subscriptions: consumer.subscriptions
      .filter(({ unsubscribed }) => !unsubscribed)
      .map(({ contentType, approval }) => ({ contentType, status: approval })),
  };
};
