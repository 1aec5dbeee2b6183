import type { Browser, Locator, Page } from 'playwright-core';

import type { Administrator } from '../../support/api';
import type { Site } from '../../support/site-process';
import { watchProblems } from './problems';

/** Pages of the plugin as the navigation names them. */
export type PluginPage =
  | 'Overview'
  | 'Producers'
  | 'Consumers'
  | 'Mappings'
  | 'Update log'
  | 'Sync log';

/** One person in front of the admin panel of one site. */
export interface Panel {
  readonly name: string;
  readonly page: Page;
  /** What has gone wrong since it was last asked. */
  takeProblems(): string[];
  /** Opens the plugin through the main menu. */
  enter(): Promise<void>;
  open(page: PluginPage): Promise<void>;
  /** Opens a content type in the Content Manager. */
  openContent(displayName: string): Promise<void>;
  click(button: string | RegExp): Promise<void>;
  fill(field: string | RegExp, text: string): Promise<void>;
  choose(select: Locator, option: string): Promise<void>;
  /** The box to tick for what comes along with a content type of a consumer. */
  dependency(contentType: string, dependency: string): Locator;
  /** Sorts the list on the page by a column, and awaits the sorted list. */
  sortBy(column: string): Promise<void>;
  /** Searches the list on the page for a text. */
  search(text: string): Promise<void>;
  /** The row of a table with this text in it. */
  row(text: string | RegExp): Locator;
  sees(text: string | RegExp): Promise<void>;
}

const VIEWPORT = { width: 1280, height: 900 };
const TIMEOUT = 20_000;

const login = async (page: Page, url: string, { email, password }: Administrator) => {
  await page.goto(`${url}/admin`);
  await page.getByRole('textbox', { name: /Email/ }).fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('navigation').first().waitFor();
};

/** Signs in with a browser profile of its own: cookies do not tell the ports of one host apart. */
export const openPanel = async (
  browser: Browser,
  { name, url }: Pick<Site, 'name' | 'url'>,
  person: Administrator
): Promise<Panel> => {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB' });
  context.setDefaultTimeout(TIMEOUT);
  const problems = await watchProblems(context);
  const page = await context.newPage();
  problems.follow(page);
  await login(page, url, person);

  const panel: Panel = {
    name,
    page,
    takeProblems: problems.take,
    async enter() {
      await page.getByRole('link', { name: 'Event Streaming' }).click();
      await page.getByRole('navigation', { name: 'Event Streaming' }).waitFor();
    },
    async open(title) {
      await page
        .getByRole('navigation', { name: 'Event Streaming' })
        .getByRole('link', { name: title })
        .click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    },
    async openContent(displayName) {
      await page.getByRole('link', { name: 'Content Manager' }).click();
      await page.getByRole('link', { name: displayName, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: displayName }).waitFor();
    },
    async click(button) {
      await page.getByRole('button', { name: button, exact: true }).click();
    },
    async fill(field, text) {
      await page.getByLabel(field).fill(text);
    },
    async choose(select, option) {
      await select.click();
      await page.getByRole('option', { name: option }).click();
    },
    dependency: (contentType, dependency) =>
      page
        .getByRole('group', { name: `Comes along with ${contentType}` })
        .getByRole('checkbox', { name: dependency, exact: true }),
    async sortBy(column) {
      await Promise.all([
        page.waitForResponse((response) => /[?&]sort=/.test(response.url())),
        page.locator('thead').getByText(column, { exact: true }).click(),
      ]);
    },
    async search(text) {
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.locator('input[name=search]').fill(text);
      await page.keyboard.press('Enter');
    },
    row: (text) => page.getByRole('row').filter({ hasText: text }),
    async sees(text) {
      await page.getByText(text).first().waitFor();
    },
  };
  return panel;
};
