import { createAccessKeysController } from './access-keys';
import { createConsumersController } from './consumers';
import { createDocumentLinksController } from './document-links';
import { createMappingsController } from './mappings';
import { createOverviewController } from './overview';
import { createPokeController } from './poke';
import { createProducersController } from './producers';
import { createStreamController } from './stream';
import { createSyncLogsController } from './sync-logs';
import { createUpdateLogsController } from './update-logs';

export const controllers = {
  'access-keys': createAccessKeysController,
  consumers: createConsumersController,
  'document-links': createDocumentLinksController,
  mappings: createMappingsController,
  overview: createOverviewController,
  poke: createPokeController,
  producers: createProducersController,
  stream: createStreamController,
  'sync-logs': createSyncLogsController,
  'update-logs': createUpdateLogsController,
};
