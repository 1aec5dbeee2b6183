import { Divider, Flex } from '@strapi/design-system';
import { useRBAC } from '@strapi/strapi/admin';

import { DocumentLinkFacts } from './DocumentLinkFacts';
import { useEventStreamingDocumentLinksQuery } from '../api';
import { useText } from '../hooks/useText';
import { READ } from '../permissions';

import type { PanelComponent } from '@strapi/content-manager/strapi-admin';

/**
 * At the side of a document in the Content Manager: the sites it came from. Not a component: it
 * gives the Content Manager the description of a panel, or null for none.
 */
export const DocumentLinksPanel: PanelComponent = ({ model, document, documentId }) => {
  const text = useText();
  const { canRead = false } = useRBAC(READ.overview).allowedActions;
  // A document that is about to be cloned has an id, but of the original.
  const id = document === undefined ? undefined : (document.documentId ?? documentId);
  const { data: links = [] } = useEventStreamingDocumentLinksQuery(
    { contentType: model, documentId: id ?? '' },
    { skip: !canRead || !id, refetchOnMountOrArgChange: true }
  );

  if (!canRead || !id || links.length === 0) {
    return null;
  }
  return {
    title: text('documentLinks.title'),
    content: (
      <Flex direction="column" alignItems="stretch" gap={4} width="100%">
        {links.map((link, index) => (
          <Flex
            key={`${link.producer.url} ${link.remoteDocumentId}`}
            direction="column"
            alignItems="stretch"
            gap={4}
          >
            {index > 0 ? <Divider /> : null}
            <DocumentLinkFacts link={link} />
          </Flex>
        ))}
      </Flex>
    ),
  };
};
