/** What a preview works with: everything as it would be, and the document as it is. */
import { errors } from '@strapi/utils';

import { type ApplyContext, type WholeDocument, keyOf } from '../apply-context';
import { type LinkOptions, connect, createApplyContext } from '../link';
import { createMappings, findMappings } from '../mappings';
import { withDraft } from '../mappings/check-mapping';
import { mappingContext } from '../mappings/mapping-context';
import { refreshOldShapes } from '../mappings/offered-shapes';
import { type ProducerRow, type ProducerSubscriptionRow, findProducer } from '../producer-store';
import type { MappingDefinition, PreviewMappingInput } from '../../protocol';

/** An unsaved mapping is known by this id, which no saved one has. */
const DRAFT = 'draft';

const findDefinition = (
  all: readonly MappingDefinition[],
  wanted: PreviewMappingInput['mapping']
): MappingDefinition & { documentId: string } => {
  const mapping =
    typeof wanted === 'string' ? all.find(({ documentId }) => documentId === wanted) : wanted;
  if (!mapping) {
    throw new errors.NotFoundError('There is no such mapping.');
  }
  if (!mapping.remoteContentType.includes('::')) {
    throw new errors.ValidationError(
      'A mapping of components has no documents of its own. Preview the mapping that uses it.'
    );
  }
  return { ...mapping, documentId: mapping.documentId ?? DRAFT };
};

/** What the subscription is, or would be if there were one. */
const subscriptionWith = (
  { subscriptions }: ProducerRow,
  { remoteContentType, documentId }: MappingDefinition & { documentId: string }
): ProducerSubscriptionRow => ({
  id: 0,
  useSameId: true,
  versions: 'all',
  onLeave: 'keep',
  condition: null,
  adopt: null,
  approval: 'pending',
  ...subscriptions.find(({ contentType }) => contentType === remoteContentType),
  contentType: remoteContentType,
  mapping: { documentId },
  unsubscribed: false,
});

/** Everything as it would be if the producer's documents were mapped so. */
export const createPreviewContext = async (
  options: LinkOptions,
  { mapping: wanted, producer: producerId }: PreviewMappingInput
): Promise<{ context: ApplyContext; mapping: MappingDefinition }> => {
  const { strapi } = options;
  const producer = await findProducer(strapi, { documentId: producerId });
  if (!producer) {
    throw new errors.NotFoundError('There is no such producer.');
  }
  const saved = await findMappings(strapi);
  const mapping = findDefinition(saved, wanted);
  const client = connect(options, producer);
  const { shapes } = await refreshOldShapes(strapi, producer.siteId, client);
  const others = producer.subscriptions.filter(
    ({ contentType }) => contentType !== mapping.remoteContentType
  );
  const mapped = { ...producer, subscriptions: [...others, subscriptionWith(producer, mapping)] };
  const context = await createApplyContext(options, mapped, client, { peek: true });
  const all = withDraft(saved, mapping);
  const mappings = createMappings(strapi, mapped, mappingContext(strapi, all, shapes));
  return { context: { ...context, mappings }, mapping };
};

export const fetchWhole = async (
  context: ApplyContext,
  contentType: string,
  { documentId, locale, status }: PreviewMappingInput
): Promise<WholeDocument> => {
  const reference = { contentType, documentId };
  const { wholes, unreadable } = await context.fetchDocuments([reference]);
  const reason = unreadable.get(keyOf(reference));
  if (reason !== undefined) {
    throw new errors.ValidationError(
      `The document ${documentId} of ${contentType} cannot be shown: ${reason}.`
    );
  }
  const [whole] = wholes;
  if (!whole) {
    throw new errors.ValidationError(
      `The producer does not give documents of ${contentType} to this site. Subscribe to it and have ` +
        'the subscription approved first.'
    );
  }
  const versions = whole.versions.filter(
    (version) =>
      (locale === undefined || version.locale === locale) &&
      (status === undefined || version.status === status)
  );
  if (versions.length === 0) {
    throw new errors.ValidationError(
      `The producer has no document ${documentId} of ${contentType} that this site may have` +
        `${locale === undefined && status === undefined ? '' : ' in that version'}.`
    );
  }
  return { ...whole, versions };
};
