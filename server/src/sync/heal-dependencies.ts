import { uniqBy } from 'lodash';

import type { ApplyContext } from './apply-context';
import { keyOf } from './apply-context';
import { referenceKey, resolveReferences } from './resolve-references';
import { resyncDocument } from './resync';
import { type SyncLogRow, findSyncLogs } from './sync-log-store';

/** Failures looked at after one pull; the others have their turn with the next ones. */
const BATCH = 100;

const missingOf = ({ missingContentType, missingDocumentId }: SyncLogRow) => ({
  contentType: missingContentType ?? '',
  documentId: missingDocumentId ?? '',
});

/** Brings documents up to date that waited for another one, now that it is here. */
export const healDependencies = async (context: ApplyContext): Promise<void> => {
  const { strapi, producer } = context;
  const failed = await findSyncLogs(
    strapi,
    {
      producerSiteId: producer.siteId,
      syncStatus: 'failed',
      cause: 'dependency',
      missingDocumentId: { $notNull: true },
    },
    BATCH
  );
  if (failed.length === 0) {
    return;
  }
  const resolved = await resolveReferences(context, failed.map(missingOf), null);
  const healable = failed.filter((row) => resolved.get(referenceKey(missingOf(row))));
  const remotes = healable.map((row) => ({
    producerSiteId: producer.siteId,
    contentType: row.contentType,
    documentId: row.sourceDocumentId,
  }));
  for (const remote of uniqBy(remotes, keyOf)) {
    await resyncDocument(context, remote);
  }
};
