import { useState } from 'react';

import { Box, EmptyStateLayout, Typography } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Pagination, Table } from '@strapi/strapi/admin';

import { PAGE_SIZE } from '../hooks/useListQuery';
import { useText } from '../hooks/useText';

import type { Pagination as PaginationMeta } from '../../../server/src/protocol';
import type { ReactNode } from 'react';

export interface Column<Row> {
  /** The field of the answer; what a sortable column sorts by. */
  name: string;
  label: string;
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  columns: Column<Row>[];
  rows: Row[];
  idOf: (row: Row) => string;
  isLoading: boolean;
  empty: { content: string; action?: ReactNode };
  onOpen?: (row: Row) => void;
  pagination?: PaginationMeta;
  /** Shown above the table while rows are selected; gives the rows checkboxes. */
  selectionActions?: (selected: Row[], clear: () => void) => ReactNode;
}

interface Item<Row> {
  id: string;
  row: Row;
}

export const DataTable = <Row,>({
  columns,
  rows,
  idOf,
  isLoading,
  empty,
  onOpen,
  pagination,
  selectionActions,
}: DataTableProps<Row>) => {
  const text = useText();
  const [selected, setSelected] = useState<Item<Row>[]>([]);

  const isEmpty = rows.length === 0 && !isLoading;
  const items = rows.map((row) => ({ id: idOf(row), row }));
  const headers = columns.map(({ name, label, sortable }) => ({ name, label, sortable }));
  // By id, because the list is asked for anew while rows stay selected.
  const selectedItems = items.filter(({ id }) => selected.some((item) => item.id === id));

  return (
    <Table.Root
      rows={items}
      headers={headers}
      isLoading={isLoading}
      selectedRows={selectedItems}
      onSelectedRowsChange={setSelected}
    >
      {selectionActions ? (
        <Box paddingBottom={selectedItems.length > 0 ? 4 : 0}>
          <Table.ActionBar>
            {selectionActions(
              selectedItems.map(({ row }) => row),
              () => setSelected([])
            )}
          </Table.ActionBar>
        </Box>
      ) : null}
      {isEmpty ? (
        // Strapi's `Table.Empty` is a cell of the table, and what does not fit on one line is cut off.
        <EmptyStateLayout
          icon={<EmptyDocuments width="16rem" aria-hidden />}
          content={empty.content}
          action={empty.action}
          shadow="tableShadow"
          hasRadius
        />
      ) : (
        <Table.Content>
          <Table.Head>
            {selectionActions ? <Table.HeaderCheckboxCell /> : null}
            {headers.map((header) => (
              <Table.HeaderCell key={header.name} {...header} />
            ))}
          </Table.Head>
          <Table.Loading>{text('loading')}</Table.Loading>
          <Table.Body>
            {items.map(({ id, row }) => (
              <Table.Row
                key={id}
                onClick={onOpen ? () => onOpen(row) : undefined}
                style={onOpen ? { cursor: 'pointer' } : undefined}
              >
                {selectionActions ? <Table.CheckboxCell id={id} /> : null}
                {columns.map(({ name, cell }) => (
                  <Table.Cell key={name}>
                    <Typography tag="div" textColor="neutral800">
                      {cell(row)}
                    </Typography>
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Content>
      )}
      {pagination && pagination.total > 0 ? (
        <Pagination.Root {...pagination} defaultPageSize={PAGE_SIZE}>
          <Pagination.PageSize />
          <Pagination.Links />
        </Pagination.Root>
      ) : null}
    </Table.Root>
  );
};
