import { useMemo } from 'react';

import { Filters, InputRenderer } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';

export interface ListFilter {
  name: string;
  label: string;
  /** The values to choose from; without them any text can be asked for. */
  options?: { value: string; label: string }[];
  /** The field to compare, when the named one is an object. */
  field?: string;
}

interface ListFiltersProps {
  filters: ListFilter[];
}

const CHOICE_OPERATORS = ['$eq', '$ne'];
const TEXT_OPERATORS = ['$eq', '$contains'];

// Inputs of our own: Strapi passes a filter's settings on to the DOM with its own text input, and
// names a chosen value by its label only for an input that is not its own.
const ChoiceInput = ({ name, options = [], 'aria-label': label }: Filters.ValueInputProps) => (
  <InputRenderer
    type="enumeration"
    name={name}
    aria-label={label}
    options={options.map((option) => (typeof option === 'string' ? { value: option } : option))}
  />
);

const TextValueInput = ({ name, 'aria-label': label }: Filters.ValueInputProps) => (
  <InputRenderer type="string" name={name} aria-label={label} />
);

export const ListFilters = ({ filters }: ListFiltersProps) => {
  const intl = useIntl();

  const options = useMemo(() => {
    const operators = (values: string[]) =>
      values.map((value) => ({
        value,
        // Strapi's own words for its operators.
        label: intl.formatMessage({ id: `components.FilterOptions.FILTER_TYPES.${value}` }),
      }));

    return filters.map(({ name, label, options: choices, field }): Filters.Filter => {
      const type = choices ? 'enumeration' : 'string';
      return {
        name,
        label,
        type: field === undefined ? type : 'relation',
        mainField: field === undefined ? undefined : { name: field, type },
        input: choices ? ChoiceInput : TextValueInput,
        options: choices,
        operators: operators(choices ? CHOICE_OPERATORS : TEXT_OPERATORS),
      };
    });
  }, [filters, intl]);

  return (
    <Filters.Root options={options}>
      <Filters.Trigger />
      <Filters.Popover />
      <Filters.List />
    </Filters.Root>
  );
};
