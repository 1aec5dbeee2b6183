/**
 * What a mapping would make of a document of a producer, without writing anything: the way of
 * applying, up to the write.
 */
import { errors } from '@strapi/utils';
import { omit } from 'lodash';

import { createPreviewContext, fetchWhole } from './open-preview';
import { type LocalDocument, findLocal } from '../apply/find-local';
import { byKey, findBase } from '../apply/versions';
import { type ApplyContext, type WholeDocument, keyOf, remoteOf } from '../apply-context';
import { assertMay } from '../assert-may';
import { ProducerError } from '../client';
import { type DocumentLink, findLink } from '../document-links';
import { ApplyError, classifyFailure } from '../failures';
import type { LinkOptions } from '../link';
import { requireLocalSchema } from '../local-schema';
import {
  type LookUp,
  type LookupResult,
  type Mapper,
  type ReceivedVersion,
  assertReceivable,
  comesWithoutDraft,
  contentsOf,
  createLookUp,
  createMapper,
} from '../receive';
import { referenceKey, resolveReferences } from '../resolve-references';
import { type DocumentVersion, validateVersion, versionKey } from '../../documents';
import type {
  MappingPreview,
  PreviewMappingInput,
  PreviewedLookup,
  PreviewedVersion,
} from '../../protocol';

const toPreviewedLookup = ({ lookup, documentIds }: LookupResult): PreviewedLookup => ({
  path: lookup.place.path,
  remoteContentType: lookup.remoteContentType,
  filters: lookup.filters,
  found: documentIds,
});

/** A version of this site with the producer's version that it comes from. */
interface Previewed {
  remote: DocumentVersion;
  received: ReceivedVersion;
}

const receiveAll = async (
  context: ApplyContext,
  mapper: Mapper,
  whole: WholeDocument
): Promise<{ previewed: Previewed[]; failed: DocumentVersion[]; error: ApplyError | null }> => {
  const { contentType } = whole;
  const schema = requireLocalSchema(context, contentType);
  const previewed: Previewed[] = [];
  const failed: DocumentVersion[] = [];
  let error: ApplyError | null = null;
  for (const version of whole.versions) {
    const mapped = await mapper.mapVersion(whole, version);
    if (!mapped) {
      failed.push(version);
      error ??= mapper.errorOf(whole, version);
    }
    const withoutDraft = comesWithoutDraft(version, whole.versions);
    const there = { contentType, ...version, withoutDraft };
    for (const received of await contentsOf(context, schema, there, mapped)) {
      previewed.push({ remote: version, received });
    }
  }
  return { previewed, failed, error };
};

/** What refers to documents that would come along shows them by the producer's ids. */
const localize = async (
  context: ApplyContext,
  whole: WholeDocument,
  { schema, documentId }: LocalDocument,
  { status, content }: ReceivedVersion
) => {
  const resolved = await resolveReferences(context, content.references, status);
  return content.localize((reference) => {
    if (keyOf(reference) === keyOf(whole)) {
      return { contentType: schema.uid, documentId };
    }
    return (
      resolved.get(referenceKey(reference)) ?? {
        contentType: context.mappings.localContentTypeOf(reference.contentType),
        documentId: reference.documentId,
      }
    );
  });
};

const toVersion = async (
  context: ApplyContext,
  whole: WholeDocument,
  local: LocalDocument,
  { remote, received }: Previewed
): Promise<PreviewedVersion> => {
  const { locale, status, content } = received;
  const here = byKey(local.versions);
  const before = here.get(versionKey(received));
  const rest = before?.fields ?? findBase(here, received);
  const fields = await localize(context, whole, local, received);
  return {
    locale,
    status,
    remote: remote.fields,
    local: rest ? { ...rest, ...omit(fields, content.defaults) } : fields,
    before: before?.fields ?? null,
  };
};

/** What writing the versions would throw, as far as it can be known without writing. */
const reasonNotWritable = async (
  context: ApplyContext,
  { schema, documentId, versions: before }: LocalDocument,
  versions: PreviewedVersion[]
): Promise<unknown> => {
  const { strapi } = context;
  const wanted = versions.flatMap(({ locale, status, local }) =>
    local ? [{ locale, status, fields: local }] : []
  );
  try {
    for (const version of wanted) {
      await assertReceivable(context, schema, version, version.fields);
    }
    await assertMay(context, schema, documentId, before, wanted);
    for (const version of wanted) {
      await validateVersion(strapi, schema, documentId, version);
    }
    return null;
  } catch (error) {
    return error;
  }
};

const OUTCOMES = { absent: 'create', present: 'update', adopted: 'adopt' } as const;

type Described = Omit<MappingPreview, 'lookups'>;

/** A version that comes to nothing. */
const toFailed = ({ locale, status, fields }: DocumentVersion): PreviewedVersion => ({
  locale,
  status,
  remote: fields,
  local: null,
  before: null,
});

const describe = async (
  context: ApplyContext,
  mapper: Mapper,
  whole: WholeDocument,
  link: DocumentLink | null
): Promise<Described> => {
  const schema = requireLocalSchema(context, whole.contentType);
  const { previewed, failed, error } = await receiveAll(context, mapper, whole);
  const contents = previewed.map(({ received }) => received.content.fields);
  const local = await findLocal(context, schema, whole, link, contents);
  const versions = failed.map(toFailed);
  for (const one of previewed) {
    versions.push(await toVersion(context, whole, local, one));
  }
  const reason = error ?? (await reasonNotWritable(context, local, versions));
  return {
    outcome: reason === null ? OUTCOMES[local.state] : 'fail',
    reason: reason === null ? null : classifyFailure(reason).message,
    localContentType: schema.uid,
    localDocumentId: local.state === 'absent' ? null : local.documentId,
    versions,
  };
};

/** What is said when it is not even clear which document it would be. */
const describeFailure = (
  { mappings }: ApplyContext,
  whole: WholeDocument,
  error: ApplyError
): Described => ({
  outcome: 'fail',
  reason: error.message,
  localContentType: mappings.localContentTypeOf(whole.contentType),
  localDocumentId: null,
  versions: whole.versions.map(toFailed),
});

/**
 * @throws NotFoundError, ValidationError; ApplicationError when the producer cannot be asked, or has
 *   no subscriber
 */
export const previewMapping = async (
  options: LinkOptions,
  input: PreviewMappingInput
): Promise<MappingPreview> => {
  try {
    const { context, mapping } = await createPreviewContext(options, input);
    const whole = await fetchWhole(context, mapping.remoteContentType, input);
    const lookups: PreviewedLookup[] = [];
    const ask = createLookUp(context);
    const lookUp: LookUp = async (lookup) => {
      const result = await ask(lookup);
      lookups.push(toPreviewedLookup(result));
      return result;
    };
    const mapper = createMapper(context, lookUp);
    const link = await findLink(options.strapi, remoteOf(context, whole));
    const described = await describe(context, mapper, whole, link).catch((error: unknown) => {
      if (error instanceof ApplyError) {
        return describeFailure(context, whole, error);
      }
      throw error;
    });
    return { ...described, lookups };
  } catch (error) {
    throw error instanceof ProducerError ? new errors.ApplicationError(error.message) : error;
  }
};
