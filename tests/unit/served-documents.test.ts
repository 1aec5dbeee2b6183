import type { ProducerClient } from '../../server/src/sync/client';
import type { RemoteReference } from '../../server/src/sync/failures';
import { AnswerTooLargeError } from '../../server/src/sync/producer-error';
import { fetchDocuments } from '../../server/src/sync/served-documents';

const NOTE = 'api::note.note';

describe('documents that are asked for', () => {
  const asked: number[] = [];
  /** Takes two documents into an answer, and `huge` into none. */
  const client = {
    documents({ references }: { references: RemoteReference[] }) {
      asked.push(references.length);
      if (references.length > 2 || references.some(({ documentId }) => documentId === 'huge')) {
        return Promise.reject(new AnswerTooLargeError('http://producer'));
      }
      const documents = references.map((reference) => ({
        ...reference,
        versions: [],
        withheld: [],
      }));
      return Promise.resolve({ sequence: 3, documents, unreadable: [] });
    },
  } as unknown as ProducerClient;

  it('come in smaller answers when they are too large for one, and one that is costs no other', async () => {
    const names = ['a', 'b', 'huge', 'c', 'd'];
    const references = names.map((documentId) => ({ contentType: NOTE, documentId }));
    const { wholes, unreadable } = await fetchDocuments(client, references, false);

    expect(wholes.map(({ documentId }) => documentId)).toEqual(['a', 'b', 'c', 'd']);
    expect([...unreadable]).toEqual([
      [`${NOTE}/huge`, expect.stringMatching(/larger than this site takes/)],
    ]);
    expect(asked[0]).toBe(5);
  });
});
