import { useMemo } from 'react';

import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { ConnectionPanel } from './ConnectionPanel';
import { DeleteProducer } from './DeleteProducer';
import { NEW_PRODUCER, toValues, type ProducerValues } from './producerForm';
import { SiteFields } from './SiteFields';
import { SubscriptionsField } from './SubscriptionsField';
import { useSaveProducer } from './useSaveProducer';
import { useValidate } from './useValidate';
import { DetailPage } from '../../components/DetailPage';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Producer } from '../../../../server/src/protocol';

interface ProducerFormProps {
  /** null: a new one. */
  producer: Producer | null;
  canManage: boolean;
}

export const ProducerForm = ({ producer, canManage }: ProducerFormProps) => {
  const text = useText();
  const navigate = useNavigate();
  const isNew = producer === null;
  const initialValues = useMemo(() => (producer ? toValues(producer) : NEW_PRODUCER), [producer]);
  const validate = useValidate(isNew);
  const save = useSaveProducer(producer);

  return (
    <Form<ProducerValues>
      method={isNew ? 'POST' : 'PUT'}
      initialValues={initialValues}
      validate={validate}
      onSubmit={save}
      disabled={!canManage}
    >
      {({ modified, isSubmitting }) => (
        <DetailPage
          title={isNew ? text('producers.add') : producer.name}
          subtitle={isNew ? text('producer.new.subtitle') : producer.url}
          listPath={paths.producers}
          primaryAction={
            canManage ? (
              <Flex gap={2}>
                {isNew ? null : (
                  <DeleteProducer
                    producer={producer}
                    as="button"
                    onDeleted={() => navigate(paths.producers, { replace: true })}
                  />
                )}
                <Button
                  type="submit"
                  startIcon={<Check />}
                  loading={isSubmitting}
                  disabled={!modified}
                >
                  {text(isNew ? 'action.connect' : 'action.save')}
                </Button>
              </Flex>
            ) : null
          }
        >
          {isNew ? null : <ConnectionPanel producer={producer} canManage={canManage} />}
          <SiteFields producer={producer} disabled={!canManage} />
          <SubscriptionsField producer={producer} disabled={!canManage} />
          <Blocker />
        </DetailPage>
      )}
    </Form>
  );
};
