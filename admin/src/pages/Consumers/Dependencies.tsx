import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { comesAlong } from '../../utils/comesAlong';

import type { Refusals } from './useRefusals';
import type { ConsumerSubscription } from '../../../../server/src/protocol';

// The cells of Strapi's tables do not break lines.
const Lines = styled(Typography)`
  white-space: normal;
  width: 20rem;
`;

interface DependenciesProps {
  subscription: ConsumerSubscription;
  nameOf: (uid: string) => string;
  refusals: Refusals;
  disabled: boolean;
  onSave: () => void;
}

/** What comes along with a content type: each can be kept back, now or later. */
export const Dependencies = ({
  subscription,
  nameOf,
  refusals,
  disabled,
  onSave,
}: DependenciesProps) => {
  const text = useText();
  const { contentTypes } = useContentTypes();
  const { contentType, dependencies, lookups, status } = subscription;
  const refused = refusals.of(subscription);
  const kept = dependencies.filter((uid) => refused.includes(uid));
  const coming = comesAlong(contentTypes, contentType, lookups, refused);
  // Until the content types are here, nobody knows what leads where.
  const keptWithThem =
    contentTypes.length === 0
      ? []
      : dependencies.filter((uid) => !coming.has(uid) && !refused.includes(uid));

  if (dependencies.length === 0) {
    return <Typography textColor="neutral600">{text('consumer.dependencies.none')}</Typography>;
  }
  return (
    <Flex
      role="group"
      aria-label={text('consumer.dependencies.of', { name: nameOf(contentType) })}
      direction="column"
      alignItems="flex-start"
      gap={2}
    >
      {dependencies.map((uid) => (
        <Checkbox
          key={uid}
          checked={!refused.includes(uid) && !keptWithThem.includes(uid)}
          disabled={disabled || keptWithThem.includes(uid)}
          title={uid}
          onCheckedChange={(checked) => refusals.set(subscription, uid, checked !== true)}
        >
          {nameOf(uid)}
        </Checkbox>
      ))}
      {kept.length > 0 ? (
        <Lines variant="pi" textColor="warning700">
          {text('consumer.dependencies.leftOut', { names: kept.map(nameOf).join(', ') })}
        </Lines>
      ) : null}
      {keptWithThem.length > 0 ? (
        <Lines variant="pi" textColor="neutral600">
          {text('consumer.dependencies.keptWithThem', {
            names: keptWithThem.map(nameOf).join(', '),
          })}
        </Lines>
      ) : null}
      {status === 'approved' && refusals.isChanged(subscription) ? (
        <Button size="S" variant="secondary" disabled={disabled} onClick={onSave}>
          {text('action.save')}
        </Button>
      ) : null}
    </Flex>
  );
};
