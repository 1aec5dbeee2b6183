import { Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';

import { ProblemList } from './ProblemList';
import { typeOptions } from './shapes';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { SelectField } from '../../components/SelectField';
import { useText } from '../../hooks/useText';

import type { MappingValues } from './mappingForm';
import type { MappableTypes, MappingProblem } from '../../../../server/src/protocol';

interface TypesPanelProps {
  values: MappingValues;
  types: MappableTypes.Response['data'];
  problems: MappingProblem[];
  disabled: boolean;
}

/** What is mapped into what. */
export const TypesPanel = ({ values, types, problems, disabled }: TypesPanelProps) => {
  const text = useText();
  const silent = types.producers.filter(({ error }) => error !== null);
  return (
    <Panel title={text('mapping.types')}>
      {types.producers.length === 0 ? (
        <Notice variant="warning" title={text('mapping.noProducers')}>
          {text('mapping.noProducers.next')}
        </Notice>
      ) : null}
      {silent.map(({ documentId, name, error }) => (
        <Notice key={documentId} variant="warning" title={text('mapping.silent', { name })}>
          {error}
        </Notice>
      ))}
      <Grid.Root gap={5}>
        <Grid.Item col={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="string"
            name="name"
            label={text('field.name')}
            required
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <SelectField
            name="localContentType"
            label={text('field.localContentType')}
            hint={text('mapping.local.hint')}
            placeholder={text('mapping.chooseType')}
            options={typeOptions(types.local, values.localContentType)}
            required
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <SelectField
            name="remoteContentType"
            label={text('field.remoteContentType')}
            hint={text('mapping.remote.hint')}
            placeholder={text('mapping.chooseType')}
            options={typeOptions(types.remote, values.remoteContentType)}
            required
            disabled={disabled}
          />
        </Grid.Item>
      </Grid.Root>
      <ProblemList problems={problems} />
    </Panel>
  );
};
