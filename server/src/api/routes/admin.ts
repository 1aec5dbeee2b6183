import { PERMISSIONS, type Permission } from '../../protocol';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One admin route, open to administrators who have the permissions. */
const route = (method: Method, path: string, handler: string, ...actions: Permission[]) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      ...actions.map((action) => ({
        name: 'admin::hasPermissions',
        config: { actions: [action] },
      })),
    ],
  },
});

const {
  readOverview,
  readProducers,
  manageProducers,
  readConsumers,
  approveConsumers,
  manageConsumers,
  readUpdateLogs,
  readSyncLogs,
  resync,
  readMappings,
  manageMappings,
  createAccessKeys,
} = PERMISSIONS;

export const adminRoutes = {
  type: 'admin',
  routes: [
    route('GET', '/status', 'overview.status', readOverview),
    route('GET', '/content-types', 'overview.contentTypes'),
    route('GET', '/subscribers', 'overview.subscribers', manageProducers),
    route('GET', '/document-links', 'document-links.find', readOverview),
    route('POST', '/access-keys', 'access-keys.create', createAccessKeys),

    route('GET', '/producers', 'producers.find', readProducers),
    route('GET', '/producers/:id', 'producers.findOne', readProducers),
    route('POST', '/producers', 'producers.create', manageProducers),
    route('PUT', '/producers/:id', 'producers.update', manageProducers),
    route('DELETE', '/producers/:id', 'producers.delete', manageProducers),
    route('POST', '/producers/:id/test', 'producers.test', manageProducers),
    route('POST', '/producers/:id/pull', 'producers.pull', manageProducers),

    route('GET', '/consumers', 'consumers.find', readConsumers),
    route('GET', '/consumers/:id', 'consumers.findOne', readConsumers),
    route('PUT', '/consumers/:id', 'consumers.update', approveConsumers),
    route('DELETE', '/consumers/:id', 'consumers.delete', manageConsumers),

    route('GET', '/mappings', 'mappings.find', readMappings),
    route('GET', '/mappings/types', 'mappings.types', readMappings),
    route('GET', '/mappings/:id', 'mappings.findOne', readMappings),
    route('GET', '/mappings/:id/uses', 'mappings.uses', readMappings),
    route('POST', '/mappings', 'mappings.create', manageMappings),
    route('POST', '/mappings/check', 'mappings.check', readMappings),
    route('POST', '/mappings/preview', 'mappings.preview', manageMappings),
    route('PUT', '/mappings/:id', 'mappings.update', manageMappings),
    route('DELETE', '/mappings/:id', 'mappings.delete', manageMappings),

    route('GET', '/update-logs', 'update-logs.find', readUpdateLogs),
    route('GET', '/update-logs/:id', 'update-logs.findOne', readUpdateLogs),

    route('GET', '/sync-logs', 'sync-logs.find', readSyncLogs),
    route('GET', '/sync-logs/:id', 'sync-logs.findOne', readSyncLogs),
    route('POST', '/sync-logs/resync', 'sync-logs.resyncMany', resync),
    route('POST', '/sync-logs/:id/resync', 'sync-logs.resync', resync),
  ],
};
