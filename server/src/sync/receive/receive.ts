/**
 * The step from a producer's content type to this site's. Behind it, content is that of the local
 * content type, in versions of it; only references still name documents of the producer.
 */
import { type Content, contentAsItComes } from './content';
import { contentAt } from './mapped-content';
import type { MappedVersions } from './map-versions';
import {
  type Alignment,
  type Place,
  type RemotePlace,
  comesWithoutDraft,
  isWithinReach,
  mainPlace,
  placesOf,
  placesOfAll,
} from './places';
import { assertReceivable } from './receivable';
import { type ApplyContext, type WholeDocument, subscriptionTo } from '../apply-context';
import { requireLocalSchema } from '../local-schema';
import {
  type ContentTypeSchema,
  type DocumentVersion,
  hasDraftAndPublish,
  isLocalized,
} from '../../documents';
import { findDefaultLocale } from '../../platform';
import type { StreamEvent } from '../../protocol';

/** A version of this site, to be written with what came. */
export interface ReceivedVersion extends Place {
  content: Content;
}

/** What becomes of one version. */
export type Change = Place & { eventId: string } &
  /** `withoutDraft`: of a published version whose draft does not come. */
  (| { kind: 'create' | 'update'; content: Content; withoutDraft: boolean }
    /**
     * `deletesDocument`: no version is left. `unpublishes`: it was a published version, and the
     * document goes on there.
     */
    | { kind: 'delete'; deletesDocument: boolean; unpublishes: boolean }
    /** It goes on there, and no longer meets the condition. `isLast`: no other version is left here. */
    | { kind: 'leave'; isLast: boolean; withoutDraft: boolean }
  );

/** @returns null: versions go where they are there */
const alignmentOf = async (
  context: ApplyContext,
  schema: ContentTypeSchema,
  remoteContentType: string
): Promise<Alignment | null> => {
  const { strapi, mappings } = context;
  if (!mappings.maps(remoteContentType)) {
    return null;
  }
  const localized = isLocalized(schema);
  return {
    localized,
    draftAndPublish: hasDraftAndPublish(schema),
    defaultLocale: {
      here: localized ? await findDefaultLocale(strapi) : null,
      there: mappings.defaultLocaleOf(remoteContentType),
    },
    followed:
      subscriptionTo(context, remoteContentType)?.versions === 'published' ? 'published' : 'draft',
  };
};

/** A whole document, as content of this site. */
export interface Received {
  schema: ContentTypeSchema;
  versions: ReceivedVersion[];
  /** Versions that the producer withholds. */
  withheld: Place[];
  /** Whether a version that is here could have come from there. */
  isWithinReach(place: Place): boolean;
}

/** @throws ApplyError `schema`, `mapping` */
export const receiveDocument = async (
  context: ApplyContext,
  mapped: MappedVersions,
  document: WholeDocument
): Promise<Received> => {
  const { strapi } = context;
  const { contentType, versions, withheld } = document;
  const schema = requireLocalSchema(context, contentType);
  const alignment = await alignmentOf(context, schema, contentType);
  const received: ReceivedVersion[] = [];
  for (const version of versions) {
    const { locale, status, fields } = version;
    const there = { locale, status, withoutDraft: comesWithoutDraft(version, versions) };
    for (const place of alignment ? placesOf(there, alignment) : [{ locale, status }]) {
      const content = alignment
        ? contentAt(strapi, mapped.ofVersion(document, version), place)
        : contentAsItComes(strapi, schema, fields);
      await assertReceivable(context, schema, place, content.fields);
      received.push({ ...place, content });
    }
  }
  const isLocalizedThere = [...versions, ...withheld].some(({ locale }) => locale !== null);
  return {
    schema,
    versions: received,
    withheld: alignment ? placesOfAll(withheld, alignment) : withheld,
    isWithinReach: (place) =>
      alignment === null || isWithinReach(place, alignment, isLocalizedThere),
  };
};

const toChange = (event: StreamEvent, place: Place, content: Content | null): Change => {
  const { eventId, updateType, status, leaves, deletesDocument, withoutDraft } = event;
  const about = { ...place, eventId };
  if (leaves) {
    return { ...about, kind: 'leave', isLast: deletesDocument, withoutDraft };
  }
  if (updateType === 'delete' || content === null) {
    const unpublishes = status === 'published' && !deletesDocument;
    return { ...about, kind: 'delete', deletesDocument, unpublishes };
  }
  return { ...about, kind: updateType, content, withoutDraft };
};

const contentOf = (
  { strapi }: ApplyContext,
  schema: ContentTypeSchema,
  mapped: MappedVersions,
  event: StreamEvent,
  place: Place,
  isMapped: boolean
): Content | null => {
  if (event.updateType === 'delete') {
    return null;
  }
  return isMapped
    ? contentAt(strapi, mapped.ofEvent(event), place)
    : contentAsItComes(strapi, schema, event.data ?? {});
};

const placesOfEvent = (event: StreamEvent, alignment: Alignment | null): Place[] => {
  const { locale, status, deletesDocument } = event;
  if (!alignment) {
    return [{ locale, status }];
  }
  const places = placesOf(event, alignment);
  return places.length === 0 && deletesDocument ? [mainPlace(alignment)] : places;
};

/**
 * @param schema the content type here
 * @throws ApplyError `schema`, `mapping`
 */
export const receiveChanges = async (
  context: ApplyContext,
  mapped: MappedVersions,
  schema: ContentTypeSchema,
  events: StreamEvent[]
): Promise<Change[]> => {
  const changes: Change[] = [];
  for (const event of events) {
    const alignment = await alignmentOf(context, schema, event.contentType);
    for (const place of placesOfEvent(event, alignment)) {
      const content = contentOf(context, schema, mapped, event, place, alignment !== null);
      await assertReceivable(context, schema, place, content?.fields ?? null);
      changes.push(toChange(event, place, content));
    }
  }
  return changes;
};

/**
 * The content that a version, or what changes of it, comes to in each of its places here; none where
 * it cannot be told.
 * @param mapped null: it is not mapped, or could not be
 */
export const contentsOf = async (
  context: ApplyContext,
  schema: ContentTypeSchema,
  remote: Pick<StreamEvent, 'contentType'> & DocumentVersion & RemotePlace,
  mapped: Parameters<typeof contentAt>[1] | null
): Promise<ReceivedVersion[]> => {
  const { strapi } = context;
  const alignment = await alignmentOf(context, schema, remote.contentType);
  if (!alignment) {
    const { locale, status, fields } = remote;
    return [{ locale, status, content: contentAsItComes(strapi, schema, fields) }];
  }
  return mapped
    ? placesOf(remote, alignment).map((place) => ({
        ...place,
        content: contentAt(strapi, mapped, place),
      }))
    : [];
};
