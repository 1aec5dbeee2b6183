import { Button, Flex, Typography } from '@strapi/design-system';
import { Magic, Plus } from '@strapi/icons';
import { useForm, useNotification } from '@strapi/strapi/admin';

import { rowsByEqualNames } from './equalNames';
import { NEW_ROW, type MappingValues } from './mappingForm';
import { MappingRow } from './MappingRow';
import { findType } from './shapes';
import { Panel } from '../../components/Panel';
import { useText } from '../../hooks/useText';

import type { LiveProblems } from './useLiveProblems';
import type { MappableTypes, Mapping } from '../../../../server/src/protocol';

interface RowsPanelProps {
  values: MappingValues;
  types: MappableTypes.Response['data'];
  mappings: Mapping[];
  problems: LiveProblems;
  disabled: boolean;
}

const NAME = 'fields';

const isBlank = (row: MappingValues['fields'][number]) =>
  Object.values(row).every((value) => value === null);

/** One row for each local field that is filled. */
export const RowsPanel = ({ values, types, mappings, problems, disabled }: RowsPanelProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const onChange = useForm('RowsPanel', (form) => form.onChange);
  const removeFieldRow = useForm('RowsPanel', (form) => form.removeFieldRow);
  const local = findType(types.local, values.localContentType);
  const remote = findType(types.remote, values.remoteContentType);
  const rows = values.fields;

  const fill = () => {
    if (!local || !remote) {
      return;
    }
    const added = rowsByEqualNames(local, remote, rows, mappings);
    onChange(NAME, [...rows.filter((row) => !isBlank(row)), ...added]);
    toggleNotification({ type: 'info', message: text('mapping.filled', { count: added.length }) });
  };

  return (
    <Panel
      title={text('mapping.rows')}
      action={
        disabled ? null : (
          <Flex gap={2} wrap="wrap">
            <Button
              variant="tertiary"
              startIcon={<Magic />}
              disabled={!local || !remote}
              onClick={fill}
            >
              {text('mapping.fill')}
            </Button>
            <Button
              variant="secondary"
              startIcon={<Plus />}
              onClick={() => onChange(NAME, [...rows, { ...NEW_ROW }])}
            >
              {text('mapping.addRow')}
            </Button>
          </Flex>
        )
      }
    >
      <Typography textColor="neutral600">{text('mapping.rows.hint')}</Typography>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {rows.map((row, index) => (
          <MappingRow
            // Rows have no identity of their own before they are saved.
            key={index}
            name={`${NAME}.${index}`}
            row={row}
            label={text('mapping.row', { number: index + 1 })}
            local={local}
            remote={remote}
            mappings={mappings}
            problems={problems.ofRow(index)}
            disabled={disabled}
            onRemove={() => removeFieldRow(NAME, index)}
          />
        ))}
      </Flex>
    </Panel>
  );
};
