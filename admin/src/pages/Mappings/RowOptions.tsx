import { Grid } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';

import { kindOf } from './shapes';
import { Disclosure } from '../../components/Disclosure';
import { SelectField } from '../../components/SelectField';
import { TextareaField } from '../../components/TextareaField';
import { useText } from '../../hooks/useText';
import { mappingOptions } from '../../utils/mappingOptions';

import type { RowValues } from './mappingForm';
import type { AttributeShape, Mapping, MappingType } from '../../../../server/src/protocol';

interface RowOptionsProps {
  /** Path of the row in the form. */
  name: string;
  row: RowValues;
  /** The local field, if this site has it. */
  attribute: AttributeShape | undefined;
  mappings: Mapping[];
  disabled: boolean;
}

const MAPPING_TYPES: MappingType[] = ['component', 'document'];

/** How the documents or components within are mapped, and which document is meant. */
const InnerMapping = ({ name, row, mappings, disabled }: RowOptionsProps) => {
  const text = useText();
  const onChange = useForm('InnerMapping', (form) => form.onChange);
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
        <SelectField
          name={`${name}.mappingType`}
          label={text('field.mappingType')}
          options={MAPPING_TYPES.map((value) => ({ value, label: text(`mappingType.${value}`) }))}
          noneLabel={text('mappingType.none')}
          disabled={disabled}
          onChoose={(mappingType) => onChange(name, { ...row, mappingType, mapping: null })}
        />
      </Grid.Item>
      <Grid.Item col={8} s={6} xs={12} direction="column" alignItems="stretch">
        <SelectField
          name={`${name}.mapping`}
          label={text('field.mapping')}
          hint={text(row.mappingType === 'component' ? 'inner.component' : 'inner.document')}
          options={mappingOptions(mappings, row.mappingType, row.mapping)}
          noneLabel={text('mapping.none')}
          disabled={disabled}
        />
      </Grid.Item>
      {row.mappingType === 'document' || row.remoteValueFilters !== null ? (
        <Grid.Item col={12} direction="column" alignItems="stretch">
          <TextareaField
            name={`${name}.remoteValueFilters`}
            label={text('field.remoteValueFilters')}
            hint={text('filters.hint')}
            placeholder={text('filters.placeholder')}
            disabled={disabled}
          />
        </Grid.Item>
      ) : null}
    </Grid.Root>
  );
};

/** What the kind of the field, or what is given already, calls for. */
export const RowOptions = (props: RowOptionsProps) => {
  const { name, row, attribute, disabled } = props;
  const text = useText();
  const kind = attribute ? kindOf(attribute) : 'scalar';
  const isMapped = row.mappingType !== null || row.mapping !== null;
  return (
    <>
      {isMapped || kind === 'component' || kind === 'relation' ? <InnerMapping {...props} /> : null}
      {row.transform !== null || kind === 'scalar' ? (
        <Disclosure label={text('mapping.transform')} initiallyOpen={row.transform !== null}>
          <TextareaField
            name={`${name}.transform`}
            label={text('field.transform')}
            hint={text('transform.hint')}
            placeholder={text('transform.placeholder')}
            disabled={disabled}
          />
        </Disclosure>
      ) : null}
    </>
  );
};
