import { useCallback, useMemo } from 'react';

import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { DeleteMapping } from './DeleteMapping';
import { NEW_MAPPING, problemsOf, toValues, type MappingValues } from './mappingForm';
import { PreviewMapping } from './PreviewMapping';
import { RowsPanel } from './RowsPanel';
import { TypesPanel } from './TypesPanel';
import { useLiveProblems } from './useLiveProblems';
import { useSaveMapping } from './useSaveMapping';
import { DetailPage } from '../../components/DetailPage';
import { useMappings } from '../../hooks/useMappings';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { FormError } from '../../utils/FormError';

import type { MappableTypes, Mapping } from '../../../../server/src/protocol';

interface MappingFormProps {
  /** null: a new one. */
  mapping: Mapping | null;
  types: MappableTypes.Response['data'];
  canManage: boolean;
}

interface PanelsProps extends MappingFormProps {
  values: MappingValues;
}

const Panels = ({ mapping, types, canManage, values }: PanelsProps) => {
  const { mappings } = useMappings();
  const problems = useLiveProblems(values, mapping?.documentId ?? null, types.local);
  return (
    <>
      <TypesPanel
        values={values}
        types={types}
        problems={problems.ofMapping}
        disabled={!canManage}
      />
      <RowsPanel
        values={values}
        types={types}
        mappings={mappings}
        problems={problems}
        disabled={!canManage}
      />
    </>
  );
};

export const MappingForm = ({ mapping, types, canManage }: MappingFormProps) => {
  const text = useText();
  const navigate = useNavigate();
  const isNew = mapping === null;
  const initialValues = useMemo(
    () => (mapping ? toValues(mapping, types.local) : NEW_MAPPING),
    [mapping, types.local]
  );
  const validate = useCallback(
    (values: MappingValues): Promise<MappingValues> => {
      const problems = problemsOf(values);
      return problems.length === 0
        ? Promise.resolve(values)
        : Promise.reject(
            new FormError(problems.map(({ path, key }) => ({ path, message: text(key) })))
          );
    },
    [text]
  );
  const save = useSaveMapping(mapping, types.local);

  return (
    <Form<MappingValues>
      method={isNew ? 'POST' : 'PUT'}
      initialValues={initialValues}
      validate={validate}
      onSubmit={save}
      disabled={!canManage}
    >
      {({ values, modified, isSubmitting }) => (
        <DetailPage
          title={isNew ? text('mappings.add') : mapping.name}
          subtitle={
            isNew
              ? text('mapping.new.subtitle')
              : `${mapping.localContentType} ← ${mapping.remoteContentType}`
          }
          listPath={paths.mappings}
          primaryAction={
            canManage ? (
              <Flex gap={2}>
                {isNew ? null : (
                  <DeleteMapping
                    mapping={mapping}
                    as="button"
                    onDeleted={() => navigate(paths.mappings, { replace: true })}
                  />
                )}
                <PreviewMapping
                  values={values}
                  documentId={mapping?.documentId ?? null}
                  types={types}
                />
                <Button
                  type="submit"
                  startIcon={<Check />}
                  loading={isSubmitting}
                  disabled={!modified}
                >
                  {text('action.save')}
                </Button>
              </Flex>
            ) : null
          }
        >
          <Panels mapping={mapping} types={types} canManage={canManage} values={values} />
          <Blocker />
        </DetailPage>
      )}
    </Form>
  );
};
