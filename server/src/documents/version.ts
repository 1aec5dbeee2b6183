import type { DocumentFields, DocumentVersion } from '../protocol';

export type { DocumentVersion };

/** Names a version among those of its document. */
export const versionKey = ({ locale, status }: Omit<DocumentVersion, 'fields'>): string =>
  `${locale ?? ''}/${status ?? ''}`;

/** Facts go along with a version, but a change of one of these alone is no change. */
export const FACTS = ['createdAt', 'updatedAt', 'publishedAt'] as const;

export const withoutFacts = (fields: DocumentFields): DocumentFields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(FACTS as readonly string[]).includes(name))
  );

/** A draft comes before its published version: whoever applies them in order can publish it. */
export const inOrder = (a: DocumentVersion, b: DocumentVersion): number =>
  (a.locale ?? '').localeCompare(b.locale ?? '') || (a.status === 'draft' ? -1 : 1);
