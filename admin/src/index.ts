import { Cast } from '@strapi/icons';

import { READ_ANYTHING } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { prefixTranslations } from './utils/prefixTranslations';

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

  registerTrads: ({ locales }) =>
    Promise.all(locales.map(async (locale) => ({ locale, data: await loadTranslations(locale) }))),
};

export default plugin;
