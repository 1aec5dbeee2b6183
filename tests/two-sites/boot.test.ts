import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';

describe('two sites side by side', () => {
  let sites: Site[] = [];

  afterEach(async () => {
    await Promise.all(sites.map((site) => site.remove()));
    sites = [];
  });

  it('boot, each on its own database, without a warning', async () => {
    sites = await Promise.all([startSite({ name: 'producer' }), startSite({ name: 'consumer' })]);

    expect(sites.flatMap((site) => site.log.problems())).toEqual([]);
  });
});
