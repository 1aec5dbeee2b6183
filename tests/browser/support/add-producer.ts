import type { Locator } from 'playwright-core';

import type { Panel } from './panel';

export interface NewProducer {
  name: string;
  url: string;
  accessKey: string;
  /** E-mail of the admin user in whose name documents are written. */
  subscriber: string;
  contentTypes: string[];
  /** What else is chosen in the row of each content type. */
  refine?: (row: Locator) => Promise<void>;
}

/** Fills in the form for a new producer as a person does, and sends it. */
export const addProducer = async (
  panel: Panel,
  { name, url, accessKey, subscriber, contentTypes, refine }: NewProducer
): Promise<void> => {
  const { page } = panel;
  await panel.open('Producers');
  await page.getByRole('link', { name: 'Add producer' }).first().click();
  await panel.fill('Name', name);
  await panel.fill('URL', url);
  await panel.fill('Access key', accessKey);
  await panel.choose(page.getByRole('combobox', { name: 'Subscriber' }), subscriber);
  for (const [index, contentType] of contentTypes.entries()) {
    if (index > 0) await panel.click('Add content type');
    const row = page.getByRole('group', { name: `Subscription ${index + 1}` });
    await panel.choose(row.getByRole('combobox', { name: 'Content type' }), contentType);
    await refine?.(row);
  }
  await panel.click('Connect');
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
