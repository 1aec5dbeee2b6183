import type { Permission, PERMISSIONS as ServerPermissions } from '../../server/src/protocol';

/** The server's names said again: the bundle of the panel takes no code from the server. */
const ACTIONS: typeof ServerPermissions = {
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
};

// `Page.Protect` compares subjects strictly, so null has to be said.
const permit = (...actions: Permission[]) => actions.map((action) => ({ action, subject: null }));

/** What a page needs to be opened. */
export const READ = {
  overview: permit(ACTIONS.readOverview),
  producers: permit(ACTIONS.readProducers),
  consumers: permit(ACTIONS.readConsumers),
  updateLogs: permit(ACTIONS.readUpdateLogs),
  syncLogs: permit(ACTIONS.readSyncLogs),
  mappings: permit(ACTIONS.readMappings),
};

/**
 * What can be done on a page, for `useRBAC`. It names an action after the last segment of its uid,
 * so only permissions of one subject may be asked for together.
 */
export const ACTIONS_ON = {
  producers: permit(ACTIONS.readProducers, ACTIONS.manageProducers),
  consumers: permit(ACTIONS.readConsumers, ACTIONS.approveConsumers, ACTIONS.manageConsumers),
  syncLogs: permit(ACTIONS.readSyncLogs, ACTIONS.resync),
  mappings: permit(ACTIONS.readMappings, ACTIONS.manageMappings),
  accessKeys: permit(ACTIONS.createAccessKeys),
};

/** Any of them shows the entry in the main menu. */
export const READ_ANYTHING = Object.values(READ).flat();
