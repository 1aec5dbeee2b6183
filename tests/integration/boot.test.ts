import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

describe('a site with the plugin', () => {
  let site: RunningStrapi;

  beforeAll(async () => {
    site = await startStrapi();
  });

  afterAll(() => site.stop());

  it('answers the status to an administrator and to nobody else', async () => {
    await site.agent.get('/event-streaming/status').expect(401);

    const { site: own } = await site.api.streaming.status();
    expect(own.url).toBe(site.url);
  });
});
