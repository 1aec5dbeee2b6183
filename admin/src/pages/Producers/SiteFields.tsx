import { Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';

import { useEventStreamingSubscribersQuery } from '../../api';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { useErrorMessage } from '../../hooks/useErrorMessage';
import { useText } from '../../hooks/useText';

import type { AdminUserSummary, Producer } from '../../../../server/src/protocol';

interface SiteFieldsProps {
  producer: Producer | null;
  disabled: boolean;
}

/** The chosen subscriber stays an option even when it may not be chosen any more. */
const withCurrent = (users: AdminUserSummary[], current: AdminUserSummary | null) =>
  current === null || users.some(({ id }) => id === current.id) ? users : [...users, current];

/** Where the producer is, the key to it, and in whose name its documents are written here. */
export const SiteFields = ({ producer, disabled }: SiteFieldsProps) => {
  const text = useText();
  const errorMessage = useErrorMessage();
  const { data: users = [], error } = useEventStreamingSubscribersQuery(undefined, {
    skip: disabled,
  });
  const subscribers = withCurrent(users, producer?.subscriber ?? null).map((user) => ({
    value: String(user.id),
    label: `${user.name} (${user.email})`,
  }));

  return (
    <Panel title={text('producer.site')}>
      {error ? (
        <Notice variant="danger" title={text('producer.noSubscribers')}>
          {errorMessage(error)}
        </Notice>
      ) : null}
      <Grid.Root gap={5}>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="string"
            name="name"
            label={text('field.name')}
            hint={text('producer.name.hint')}
            required
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="string"
            name="url"
            label={text('field.url')}
            hint={text('producer.url.hint')}
            required
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="password"
            name="accessKey"
            label={text('field.accessKey')}
            hint={text(producer ? 'producer.accessKey.keep' : 'producer.accessKey.hint')}
            autoComplete="new-password"
            required={producer === null}
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="enumeration"
            name="subscriber"
            label={text('field.subscriber')}
            hint={text('producer.subscriber.hint')}
            options={subscribers}
            required
            disabled={disabled}
          />
        </Grid.Item>
      </Grid.Root>
    </Panel>
  );
};
