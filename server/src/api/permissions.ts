import type { Core } from '@strapi/strapi';

import { PERMISSIONS } from '../protocol';

/** What the roles page of the admin panel shows for each permission. */
const DISPLAY: Record<keyof typeof PERMISSIONS, { subCategory: string; displayName: string }> = {
  readOverview: { subCategory: 'Overview', displayName: 'Read' },
  readProducers: { subCategory: 'Producers', displayName: 'Read' },
  manageProducers: { subCategory: 'Producers', displayName: 'Manage' },
  readConsumers: { subCategory: 'Consumers', displayName: 'Read' },
  approveConsumers: { subCategory: 'Consumers', displayName: 'Approve and reject' },
  manageConsumers: { subCategory: 'Consumers', displayName: 'Delete' },
  createAccessKeys: { subCategory: 'Consumers', displayName: 'Create access keys' },
  readUpdateLogs: { subCategory: 'Update log', displayName: 'Read' },
  readSyncLogs: { subCategory: 'Sync log', displayName: 'Read' },
  resync: { subCategory: 'Sync log', displayName: 'Resync' },
  readMappings: { subCategory: 'Mappings', displayName: 'Read' },
  manageMappings: { subCategory: 'Mappings', displayName: 'Manage' },
};

const PREFIX = 'plugin::event-streaming.';

/** Makes the plugin's permissions grantable; super admins get them by themselves. */
export const registerPermissions = async (strapi: Core.Strapi): Promise<void> => {
  const names = Object.keys(DISPLAY) as (keyof typeof PERMISSIONS)[];
  await strapi.service('admin::permission').actionProvider.registerMany(
    names.map((name) => ({
      section: 'plugins',
      pluginName: 'event-streaming',
      uid: PERMISSIONS[name].slice(PREFIX.length),
      ...DISPLAY[name],
    }))
  );
};
