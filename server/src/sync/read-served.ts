import type { RemoteReference } from './failures';
import { type ServedDocument, isReference, servedDocument } from '../protocol';

/** A document that the producer gives in a form that is not the protocol's. */
export interface UnreadableDocument extends RemoteReference {
  reason: string;
}

export interface ServedDocuments {
  documents: ServedDocument[];
  unreadable: UnreadableDocument[];
}

/** What does not even say which document it is about is as good as not given. */
const toUnreadable = (line: unknown, problem: string): UnreadableDocument[] => {
  const reference = line as Parameters<typeof isReference>[0];
  if (!isReference(reference)) {
    return [];
  }
  const { contentType, documentId } = reference;
  const reason = `the producer describes it in a way that this site does not understand (${problem})`;
  return [{ contentType, documentId, reason }];
};

/** Reads what a producer answers line by line. */
export const readServed = (lines: unknown[]): ServedDocuments => {
  const served: ServedDocuments = { documents: [], unreadable: [] };
  for (const line of lines) {
    const result = servedDocument.safeParse(line);
    if (result.success) {
      served.documents.push(result.data);
    } else {
      const [issue] = result.error.issues;
      const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : 'no reason given';
      served.unreadable.push(...toUnreadable(line, problem));
    }
  }
  return served;
};
