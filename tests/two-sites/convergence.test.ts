import path from 'node:path';

import { convergenceOptions } from '../convergence/options';
import { newlyPlayed, playSeed, refusedShare } from '../convergence/play';
import { quiet } from '../convergence/quiet';
import { assertInStep } from '../convergence/report';
import { findSecrets } from '../convergence/secrets';
import type { TwoSites } from '../convergence/two-sites';
import { startTwoSites } from '../convergence/two-sites';
import { testDatabaseClient } from '../support/database';
import { PLUGIN_DIR } from '../support/paths';
import { seededRandom } from '../support/seed';

/** The same ones each time: what must pass does not depend on luck. Chance is for `npm run test:convergence`. */
const FIRST_SEED = 303951906;

const options = convergenceOptions({
  seeds: testDatabaseClient() === 'sqlite' ? 3 : 1,
  operations: 150,
});

const START_MS = 300_000;
const PER_SEED_MS = 300_000;

describe('two sites, after any operations', () => {
  const first = process.env.TEST_SEED ? seededRandom('convergence').seed : FIRST_SEED;
  const played = newlyPlayed();
  let sites: TwoSites;
  let failed: string | null = null;

  beforeAll(async () => {
    sites = await startTwoSites(options);
  }, START_MS);

  afterAll(() => sites?.remove());

  it.each(Array.from({ length: options.seeds }, (_, index) => first + index))(
    'are equal when it is quiet: seed %i',
    async (seed) => {
      // What follows a difference only shows the same one again.
      if (failed) throw new Error(`Not played: ${failed} has failed.`);
      failed = `seed ${seed}`;
      await playSeed({ ...sites, ...options }, seed, options.operations, played);
      await quiet(sites);
      await assertInStep(sites, played, `seed-${seed}`);
      failed = null;
    },
    PER_SEED_MS
  );

  it('were given operations that Strapi takes, but for a few', () => {
    expect(refusedShare(played)).toBeLessThan(0.15);
  });

  it('the plugin has brought no site down', () => {
    // Strapi does so itself at times: see support/operations/revive.ts.
    const ours = path.join(PLUGIN_DIR, 'dist');
    expect(sites.stage.reviver.crashes.filter((words) => words.includes(ours))).toEqual([]);
    expect(sites.consumer.site.isRunning()).toBe(true);
  });

  it('no password and no private field has left the producer, or got into its log', async () => {
    const { producer, consumer } = sites;
    expect(await findSecrets(producer.db)).not.toEqual([]);
    expect(await findSecrets(producer.db, (table) => table.startsWith('event_streaming'))).toEqual(
      []
    );
    expect(await findSecrets(consumer.db)).toEqual([]);
  });

  // These two break something on purpose; nothing can be compared after them.
  describe('a difference is noticed', () => {
    it('of one relation that is missing', async () => {
      const { producer, consumer } = sites;
      const before = await sites.differences();
      const categories = producer.api.documents<{ name: string }>('api::category.category');
      const category = await categories.create({ name: 'linked' });
      const articles = producer.api.documents('api::article.article');
      await articles.create({
        title: 'links',
        categories: { connect: [{ documentId: category.documentId }] },
      });
      await quiet(sites);
      expect(await sites.differences()).toEqual(before);

      const link = consumer.db<{ id: number }>('articles_categories_lnk').orderBy('id', 'desc');
      const newest = await link.clone().first();
      expect(newest).toBeDefined();
      await consumer.db('articles_categories_lnk').where({ id: newest?.id }).delete();

      expect((await sites.differences()).length).toBe(before.length + 1);
    });

    it('of one event that is left out', async () => {
      const { producer, consumer } = sites;
      const before = await sites.differences();
      const notes = producer.api.documents<{ title: string }>('api::note.note');
      await consumer.site.stop();
      const skipped = await notes.create({ title: 'left out' });
      await notes.create({ title: 'comes through' });
      await producer
        .db('event_streaming_update_logs')
        .where({ source_document_id: skipped.documentId })
        .delete();
      await consumer.site.restart();
      await quiet(sites);

      const differences = await sites.differences();
      expect(differences).toHaveLength(before.length + 1);
      expect(differences.join()).toContain(skipped.documentId);
    });
  });
});
