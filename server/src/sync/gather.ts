import { type ApplyContext, type Wholes, usesSameId } from './apply-context';
import { applyRound } from './apply-round';
import { findLinks } from './document-links';
import type { RemoteReference } from './failures';
import { type FetchedWholes, fetchWholes } from './fetch-wholes';
import { type FileRequest, type PreparedFiles, prepareFiles } from './files';
import { type MappedVersions, createLookUp, createMapper } from './receive';
import { FILE } from '../documents';
import type { StreamEvent } from '../protocol';

/** What was brought from the producer to apply events with. */
export interface Supplies {
  wholes: Wholes;
  /** Why this site cannot read a document that the producer gave, by key. */
  unreadable: ReadonlyMap<string, string>;
  /** Keys of documents that are left out for now, since they come later. */
  later: ReadonlySet<string>;
  files: PreparedFiles;
  /** Events and versions of whole documents of mapped content types, as they are mapped. */
  mapped: MappedVersions;
}

/** The files among the documents, with the local ones that they are to become. */
const toFileRequests = async (context: ApplyContext, wholes: Wholes): Promise<FileRequest[]> => {
  const files = [...wholes.values()].filter(({ contentType }) => contentType === FILE);
  const ids = files.map(({ documentId }) => documentId);
  const links = await findLinks(context.strapi, context.producer.siteId, FILE, ids);
  return files.flatMap(({ documentId, versions: [version] }) =>
    version
      ? [
          {
            documentId,
            fields: version.fields,
            localDocumentId:
              links.get(documentId)?.localDocumentId ??
              (usesSameId(context, FILE) ? documentId : null),
          },
        ]
      : []
  );
};

/**
 * Brings everything that applying these events needs, works with it, and takes away what was not
 * used. The transactions are opened by `work`: nothing of this waits while one is open.
 * @param asked documents wanted whatever is here
 * @throws ProducerError when the producer cannot be asked, TooMuchAtOnceError
 */
export const withSupplies = async <T>(
  context: ApplyContext,
  events: StreamEvent[],
  asked: RemoteReference[],
  work: (supplies: Supplies) => Promise<T>
): Promise<T> => {
  const mapper = createMapper(context, createLookUp(context));
  const workWith = async <Result>(
    fetched: FetchedWholes,
    use: (supplies: Supplies) => Promise<Result>
  ): Promise<Result> => {
    const files = await prepareFiles(context.files, await toFileRequests(context, fetched.wholes));
    try {
      return await use({ ...fetched, files, mapped: mapper.mapped });
    } finally {
      await files.dispose();
    }
  };
  const fetched = await fetchWholes(context, mapper, events, asked, (round) =>
    workWith(round, (supplies) => applyRound(context, supplies))
  );
  return workWith(fetched, work);
};
