import { useMemo } from 'react';

import { DeleteMapping } from './DeleteMapping';
import { ClickStopper } from '../../components/ClickStopper';
import { ContentTypeName } from '../../components/ContentTypeName';
import { OpenLink } from '../../components/OpenLink';
import { TimeAgo } from '../../components/TimeAgo';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Mapping } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

export const useMappingColumns = (withActions: boolean): Column<Mapping>[] => {
  const text = useText();
  const { nameOf } = useContentTypes();

  return useMemo(() => {
    const columns: Column<Mapping>[] = [
      {
        name: 'name',
        label: text('field.name'),
        sortable: true,
        cell: ({ documentId, name }) => <OpenLink to={paths.mapping(documentId)}>{name}</OpenLink>,
      },
      {
        name: 'localContentType',
        label: text('field.localContentType'),
        sortable: true,
        cell: ({ localContentType }) => <ContentTypeName uid={localContentType} nameOf={nameOf} />,
      },
      {
        name: 'remoteContentType',
        label: text('field.remoteContentType'),
        sortable: true,
        // The producer's: this site's name for the same uid may be another.
        cell: ({ remoteContentType }) => remoteContentType,
      },
      {
        name: 'fields',
        label: text('field.rows'),
        cell: ({ fields }) => text('mapping.rowCount', { count: fields.length }),
      },
      {
        name: 'updatedAt',
        label: text('field.updatedAt'),
        sortable: true,
        cell: ({ updatedAt }) => <TimeAgo date={updatedAt} />,
      },
    ];
    return withActions
      ? [
          ...columns,
          {
            name: 'actions',
            label: text('field.actions'),
            cell: (mapping) => (
              <ClickStopper>
                <DeleteMapping mapping={mapping} as="icon" />
              </ClickStopper>
            ),
          },
        ]
      : columns;
  }, [nameOf, text, withActions]);
};
