import type { AdminApi } from '../support/api';
import type { StreamedType } from './content';
import { STREAMED_FIELDS } from './content';

export interface Comparison {
  contentType: StreamedType;
  /** Documents on the producer. */
  count: number;
  /** One sentence for each document that is not the same on both sides. */
  differences: string[];
}

const contentOf = async (
  api: AdminApi,
  contentType: StreamedType
): Promise<Map<string, string>> => {
  const documents = await api.documents(contentType).findAll();
  return new Map(
    documents.map((document) => {
      const fields = STREAMED_FIELDS[contentType].map((field) => [field, document[field]]);
      return [document.documentId, JSON.stringify(Object.fromEntries(fields))];
    })
  );
};

/** Compares every document of the content type, by what the two Content Managers answer. */
export const compareSites = async (
  producer: AdminApi,
  consumer: AdminApi,
  contentType: StreamedType
): Promise<Comparison> => {
  const [here, there] = await Promise.all([
    contentOf(producer, contentType),
    contentOf(consumer, contentType),
  ]);

  const differences = [...new Set([...here.keys(), ...there.keys()])].flatMap((documentId) => {
    const sent = here.get(documentId);
    const received = there.get(documentId);
    if (sent === received) return [];
    if (received === undefined) return [`${documentId} is missing on the consumer: ${sent}`];
    if (sent === undefined) return [`${documentId} is only on the consumer: ${received}`];
    return [`${documentId} is ${sent} on the producer, ${received} on the consumer`];
  });

  return { contentType, count: here.size, differences };
};
