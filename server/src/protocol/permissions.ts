/** Admin permissions of the plugin (DESIGN §10); the panel shows and hides by the same names. */
export const PERMISSIONS = {
  readOverview: 'plugin::event-streaming.overview.read',
  readProducers: 'plugin::event-streaming.producers.read',
  manageProducers: 'plugin::event-streaming.producers.manage',
  readConsumers: 'plugin::event-streaming.consumers.read',
  approveConsumers: 'plugin::event-streaming.consumers.approve',
  manageConsumers: 'plugin::event-streaming.consumers.manage',
  readUpdateLogs: 'plugin::event-streaming.update-logs.read',
  readSyncLogs: 'plugin::event-streaming.sync-logs.read',
  resync: 'plugin::event-streaming.sync-logs.resync',
  readMappings: 'plugin::event-streaming.mappings.read',
  manageMappings: 'plugin::event-streaming.mappings.manage',
  createAccessKeys: 'plugin::event-streaming.access-keys.create',
} as const;

export type Permission = (typeof PERMISSIONS)[keyof typeof PERMISSIONS];
