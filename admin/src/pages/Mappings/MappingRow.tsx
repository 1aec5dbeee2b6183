import { Box, Flex, Grid, IconButton, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { InputRenderer, useForm } from '@strapi/strapi/admin';

import { withLocalField, type RowValues } from './mappingForm';
import { ProblemList } from './ProblemList';
import { RowOptions } from './RowOptions';
import { fieldOptions, findField, remoteFields } from './shapes';
import { SelectField } from '../../components/SelectField';
import { useText } from '../../hooks/useText';

import type { Mapping, MappingProblem, TypeShape } from '../../../../server/src/protocol';

interface MappingRowProps {
  /** Path of the row in the form. */
  name: string;
  row: RowValues;
  label: string;
  local: TypeShape | undefined;
  remote: TypeShape | undefined;
  mappings: Mapping[];
  problems: MappingProblem[];
  disabled: boolean;
  onRemove: () => void;
}

/** Whether anything but the default value fills the field. */
const isFilled = ({ remoteField, transform, mapping }: RowValues): boolean =>
  remoteField !== null || transform !== null || mapping !== null;

/** How one local field is filled. */
export const MappingRow = ({
  name,
  row,
  label,
  local,
  remote,
  mappings,
  problems,
  disabled,
  onRemove,
}: MappingRowProps) => {
  const text = useText();
  const onChange = useForm('MappingRow', (form) => form.onChange);
  const attribute = findField(local, row.localField);

  return (
    <Box role="group" aria-label={label} borderColor="neutral150" hasRadius padding={4}>
      <Flex gap={4} alignItems="flex-start">
        <Box paddingTop={1} minWidth="2.4rem">
          <Typography variant="sigma" textColor="neutral600" aria-hidden>
            {label}
          </Typography>
        </Box>
        <Flex direction="column" alignItems="stretch" gap={3} flex="1" minWidth={0}>
          <Grid.Root gap={4}>
            <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
              <SelectField
                name={`${name}.localField`}
                label={text('field.localField')}
                placeholder={text('mapping.chooseField')}
                options={fieldOptions(local?.attributes ?? [], row.localField)}
                required
                disabled={disabled}
                onChoose={(localField) =>
                  onChange(name, withLocalField(row, localField, findField(local, localField)))
                }
              />
            </Grid.Item>
            <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
              <SelectField
                name={`${name}.remoteField`}
                label={text('field.remoteField')}
                options={fieldOptions(remoteFields(remote), row.remoteField)}
                noneLabel={text('mapping.noRemoteField')}
                disabled={disabled}
              />
            </Grid.Item>
            <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
              <InputRenderer
                type="string"
                name={`${name}.defaultValue`}
                label={text('field.defaultValue')}
                hint={text(isFilled(row) ? 'default.whenEmpty' : 'default.always')}
                disabled={disabled}
              />
            </Grid.Item>
          </Grid.Root>
          <RowOptions
            name={name}
            row={row}
            attribute={attribute}
            mappings={mappings}
            disabled={disabled}
          />
          <ProblemList problems={problems} />
        </Flex>
        {disabled ? null : (
          <IconButton
            label={text('mapping.removeRow', { label })}
            variant="ghost"
            onClick={onRemove}
          >
            <Trash />
          </IconButton>
        )}
      </Flex>
    </Box>
  );
};
