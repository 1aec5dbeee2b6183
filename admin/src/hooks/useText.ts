import { useCallback } from 'react';
import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../pluginId';

import type en from '../translations/en.json';
import type { PrimitiveType } from 'react-intl';

export type TextKey = keyof typeof en;
export type Text = (key: TextKey, values?: Record<string, PrimitiveType>) => string;

/** The plugin's texts by their key in `translations/en.json`. */
export const useText = (): Text => {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: `${PLUGIN_ID}.${key}` }, values),
    [intl]
  );
};
