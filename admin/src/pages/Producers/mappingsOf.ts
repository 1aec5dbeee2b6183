import type { SubscriptionValues } from './producerForm';
import type { Mapping } from '../../../../server/src/protocol';

/** The mappings that documents of a producer's content type can become local ones by. */
export const mappingsOf = (mappings: Mapping[], contentType: string | null): Mapping[] =>
  mappings.filter(({ remoteContentType }) => remoteContentType === contentType);

/** The content type that the documents become here. */
export const localTypeOf = (
  { contentType, mapping }: Pick<SubscriptionValues, 'contentType' | 'mapping'>,
  mappings: Mapping[]
): string | null =>
  mapping === null
    ? contentType
    : (mappings.find(({ documentId }) => documentId === mapping)?.localContentType ?? null);
