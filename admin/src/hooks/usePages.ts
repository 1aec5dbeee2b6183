import { useRBAC } from '@strapi/strapi/admin';

import { paths } from '../paths';
import { READ } from '../permissions';

export type PageName = keyof typeof READ;

export interface PageLink {
  name: PageName;
  group: 'sites' | 'logs';
  to: string;
}

const PAGES: PageLink[] = [
  { name: 'overview', group: 'sites', to: paths.overview },
  { name: 'producers', group: 'sites', to: paths.producers },
  { name: 'consumers', group: 'sites', to: paths.consumers },
  { name: 'mappings', group: 'sites', to: paths.mappings },
  { name: 'updateLogs', group: 'logs', to: paths.updateLogs },
  { name: 'syncLogs', group: 'logs', to: paths.syncLogs },
];

/** The pages that this user may open, in the order of the navigation. */
export const usePages = (): { pages: PageLink[]; isLoading: boolean } => {
  // One call each: `useRBAC` would give all of them the one name `canRead`.
  const checks = {
    overview: useRBAC(READ.overview),
    producers: useRBAC(READ.producers),
    consumers: useRBAC(READ.consumers),
    mappings: useRBAC(READ.mappings),
    updateLogs: useRBAC(READ.updateLogs),
    syncLogs: useRBAC(READ.syncLogs),
  };
  return {
    pages: PAGES.filter(({ name }) => checks[name].allowedActions.canRead),
    isLoading: Object.values(checks).some((check) => check.isLoading),
  };
};
