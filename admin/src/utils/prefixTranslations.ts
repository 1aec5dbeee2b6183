import { PLUGIN_ID } from '../pluginId';

export const prefixTranslations = (messages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [`${PLUGIN_ID}.${key}`, message])
  );
