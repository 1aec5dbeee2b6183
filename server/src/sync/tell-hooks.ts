/** Tells hooks of this site what became of what came, once that is committed. */
import type { ApplyContext } from './apply-context';
import type { Dependency } from './apply';
import type { Outcome } from './sync-log-store';
import type { DocumentLink } from './document-links';
import type { AfterApply, StreamEvent } from '../protocol';

/** What became of one event. */
export interface EventResult {
  event: StreamEvent;
  outcome: Outcome | { status: 'redelivered' };
}

const producerOf = ({ producer: { documentId, name, siteId, url } }: ApplyContext) => ({
  documentId,
  name,
  siteId,
  url,
});

const localOf = (
  { mappings }: ApplyContext,
  contentType: string,
  documentId: DocumentLink['localDocumentId']
): AfterApply['local'] =>
  documentId === null
    ? null
    : { contentType: mappings.localContentTypeOf(contentType), documentId };

const tellEvent = async (context: ApplyContext, { event, outcome }: EventResult) => {
  const { contentType, documentId, locale, status, updateType } = event;
  const about = {
    producer: producerOf(context),
    remote: { contentType, documentId, locale, status },
    cause: 'event',
    updateType,
  } as const;
  if (outcome.status === 'synced') {
    const local = localOf(context, contentType, outcome.localDocumentId);
    await context.hooks.afterApply({ ...about, local });
  }
  if (outcome.status === 'failed') {
    const { cause, message } = outcome.failure;
    await context.hooks.onFailure({ ...about, failure: { cause, message } });
  }
};

const tellDependency = async (context: ApplyContext, dependency: Dependency) => {
  const { contentType, documentId, localDocumentId, versions } = dependency;
  for (const { locale, status } of versions) {
    await context.hooks.afterApply({
      producer: producerOf(context),
      remote: { contentType, documentId, locale, status },
      cause: 'dependency',
      updateType: 'create',
      local: localOf(context, contentType, localDocumentId),
    });
  }
};

/** Outside transactions. What came along was there before what refers to it. */
export const tellHooks = async (
  context: ApplyContext,
  results: EventResult[],
  dependencies: readonly Dependency[]
): Promise<void> => {
  for (const dependency of dependencies) {
    await tellDependency(context, dependency);
  }
  for (const result of results) {
    await tellEvent(context, result);
  }
};
