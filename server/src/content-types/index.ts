/** The content types that a person looks at (DESIGN §1); lean tables are in platform/tables. */
import consumer from './consumer';
import consumerSubscription from './consumer-subscription';
import fieldMapping from './field-mapping';
import mapping from './mapping';
import producer from './producer';
import producerSubscription from './producer-subscription';
import syncLog from './sync-log';
import updateLog from './update-log';

export const contentTypes = {
  producer,
  'producer-subscription': producerSubscription,
  consumer,
  'consumer-subscription': consumerSubscription,
  'update-log': updateLog,
  'sync-log': syncLog,
  mapping,
  'field-mapping': fieldMapping,
};
