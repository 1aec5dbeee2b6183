import { Cast } from '@strapi/icons';

import { DocumentLinksPanel } from './components/DocumentLinksPanel';
import { READ_ANYTHING } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { prefixTranslations } from './utils/prefixTranslations';

import type { ContentManagerPlugin } from '@strapi/content-manager/strapi-admin';
import type { PluginDefinition } from '@strapi/strapi/admin';

const PLUGIN_NAME = 'Event Streaming';

const loadTranslations = async (locale: string): Promise<Record<string, string>> => {
  try {
    const { default: messages } = (await import(`./translations/${locale}.json`)) as {
      default: Record<string, string>;
    };
    return prefixTranslations(messages);
  } catch {
    // A language that the plugin is not translated into: Strapi falls back to English by key.
    return {};
  }
};

const plugin: PluginDefinition = {
  register(app) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Cast,
      intlLabel: { id: `${PLUGIN_ID}.plugin.name`, defaultMessage: PLUGIN_NAME },
      Component: () => import('./pages/App'),
      permissions: READ_ANYTHING,
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_NAME });
  },

  bootstrap(app) {
    // Plugins know nothing of the type of each other's interface.
    const { addEditViewSidePanel } = app.getPlugin('content-manager')
      .apis as ContentManagerPlugin['config']['apis'];
    addEditViewSidePanel([DocumentLinksPanel]);
  },

  registerTrads: ({ locales }) =>
    Promise.all(locales.map(async (locale) => ({ locale, data: await loadTranslations(locale) }))),
};

export default plugin;
