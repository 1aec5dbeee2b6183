/**
 * Maps what comes of mapped content types, before any transaction: functions of this site's own code
 * may take their time, and look-ups ask the producer.
 */
import { type LookUp, toFound } from './look-up';
import type { MappedVersion } from './mapped-content';
import { type ApplyContext, type WholeDocument, keyOf } from '../apply-context';
import {
  ApplyError,
  MissingDocumentsError,
  MissingFieldsError,
  type RemoteReference,
} from '../failures';
import { requireLocalSchema } from '../local-schema';
import { type DocumentVersion, isLocalized, versionKey } from '../../documents';
import {
  type CompiledMapping,
  type MappedTarget,
  MappingError,
  type RemoteChange,
  findTargets,
} from '../../mapping';
import { createPauses, findDefaultLocale } from '../../platform';
import type { DocumentFields, MappingDefinition, Reference, StreamEvent } from '../../protocol';

/** What goes along with every version, whether the content type has such a field or not. */
const ALWAYS_THERE = ['documentId', 'locale', 'createdAt', 'updatedAt'];

const EXPRESSION = /^eval:/;

/** The producer's fields that rows name. */
const fieldsReadBy = ({ fields }: MappingDefinition): string[] =>
  fields
    .flatMap(({ remoteField, remoteValueFilters }) => [
      ...(remoteField === null ? [] : [remoteField]),
      ...Object.values(remoteValueFilters ?? {}).filter((source) => !EXPRESSION.test(source)),
    ])
    .filter((name) => !ALWAYS_THERE.includes(name));

const missingFields = (mapping: MappingDefinition, state: DocumentFields): string[] => [
  ...new Set(fieldsReadBy(mapping).filter((name) => !Object.hasOwn(state, name))),
];

/**
 * Whether an event says too little to be mapped: it was logged before the producer's content type
 * had a field that the mapping reads, or before this site had a mapping.
 */
export const lacksFields = ({ mappings }: ApplyContext, event: StreamEvent): boolean => {
  if (event.updateType === 'delete' || !mappings.maps(event.contentType)) {
    return false;
  }
  try {
    const mapping = mappings.mappingFor(event.contentType)?.mapping;
    return (
      mapping !== undefined &&
      (event.state === null || missingFields(mapping, event.state).length > 0)
    );
  } catch {
    // The mapping does not fit, whatever the event says: applying it tells why.
    return false;
  }
};

const mapChange = async (compiled: CompiledMapping, change: RemoteChange) => {
  try {
    return await compiled.map(change);
  } catch (error) {
    throw error instanceof MappingError ? new ApplyError('mapping', error.message) : error;
  }
};

/** @throws ApplyError `mapping`, `schema`; ProducerError when the producer cannot be asked */
const mapVersion = async (
  context: ApplyContext,
  lookUp: LookUp,
  contentType: string,
  change: RemoteChange
): Promise<MappedVersion> => {
  const { strapi, mappings } = context;
  const schema = requireLocalSchema(context, contentType);
  const compiled = mappings.mappingFor(contentType);
  if (!compiled) {
    throw new Error(`${contentType} is not mapped.`);
  }
  const missing = missingFields(compiled.mapping, change.state);
  if (missing.length > 0) {
    throw new MissingFieldsError(
      `The producer does not give the field ${missing.join(', ')} of ${contentType} (any more), ` +
        `which the mapping "${compiled.mapping.name}" reads. Change the mapping; then the document ` +
        'goes on by itself.'
    );
  }
  const mapped = await mapChange(compiled, change);
  const found = new Map<MappedTarget, Reference>();
  for (const target of findTargets(mapped)) {
    if (target.kind === 'lookup') {
      found.set(target, toFound(await lookUp(target)));
    }
  }
  return {
    schema,
    mapped,
    found,
    defaults: compiled.defaults,
    state: change.state,
    status: change.status,
    defaultLocale: isLocalized(schema) ? await findDefaultLocale(strapi) : null,
  };
};

/** What has been mapped, to be received in a transaction. */
export interface MappedVersions {
  /** @throws what mapping it threw; MissingDocumentsError when it has not been mapped */
  ofEvent(event: StreamEvent): MappedVersion;
  /** @throws as `ofEvent` */
  ofVersion(document: RemoteReference, version: DocumentVersion): MappedVersion;
}

type Result = { kind: 'mapped'; version: MappedVersion } | { kind: 'failed'; error: ApplyError };

const keyOfEvent = ({ eventId }: StreamEvent) => `event ${eventId}`;
const keyOfVersion = (document: RemoteReference, version: DocumentVersion) =>
  `version ${keyOf(document)} ${versionKey(version)}`;

export type Mapper = ReturnType<typeof createMapper>;

export const createMapper = (context: ApplyContext, lookUp: LookUp) => {
  const results = new Map<string, Result>();
  /** Expressions may take their time with what the producer has written. */
  const pause = createPauses();

  const map = async (
    key: string,
    contentType: string,
    change: RemoteChange
  ): Promise<MappedVersion | null> => {
    await pause();
    try {
      const version = await mapVersion(context, lookUp, contentType, change);
      results.set(key, { kind: 'mapped', version });
      return version;
    } catch (error) {
      if (!(error instanceof ApplyError)) {
        throw error;
      }
      results.set(key, { kind: 'failed', error });
      return null;
    }
  };

  const take = (key: string, reference: RemoteReference): MappedVersion => {
    const result = results.get(key);
    if (!result) {
      throw new MissingDocumentsError([reference], 'it has changed while it was on its way');
    }
    if (result.kind === 'failed') {
      throw result.error;
    }
    return result.version;
  };

  const mapped: MappedVersions = {
    ofEvent: (event) => take(keyOfEvent(event), event),
    ofVersion: (document, version) => take(keyOfVersion(document, version), document),
  };

  return {
    mapped,

    /** Why a version could not be mapped; null: it could. */
    errorOf(document: RemoteReference, version: DocumentVersion): ApplyError | null {
      const result = results.get(keyOfVersion(document, version));
      return result?.kind === 'failed' ? result.error : null;
    },

    /** What the document was mapped to is not needed any more. */
    forget(document: WholeDocument): void {
      document.versions.forEach((version) => results.delete(keyOfVersion(document, version)));
    },

    /**
     * @returns null: it cannot be mapped, which is told when it is applied
     * @throws ProducerError
     */
    async mapEvent(event: StreamEvent): Promise<MappedVersion | null> {
      const { contentType, updateType, documentId, locale, status, data, state } = event;
      if (updateType === 'delete' || !state) {
        return null;
      }
      return map(keyOfEvent(event), contentType, {
        updateType,
        changed: updateType === 'update' ? Object.keys(data ?? {}) : null,
        state,
        documentId,
        locale,
        status,
      });
    },

    /** As `mapEvent`. */
    mapVersion(document: WholeDocument, version: DocumentVersion): Promise<MappedVersion | null> {
      const { contentType, documentId } = document;
      const { locale, status, fields } = version;
      return map(keyOfVersion(document, version), contentType, {
        updateType: 'create',
        changed: null,
        state: fields,
        documentId,
        locale,
        status,
      });
    },
  };
};
