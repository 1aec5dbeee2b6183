/**
 * Plays many seeds: `npm run test:convergence`. What the environment can say is in tests/README.md.
 * With `CONVERGENCE_REPLAY` it plays a list of operations that a failure has left; lines may have
 * been taken out of it to find those that matter.
 */
import { readFile } from 'node:fs/promises';

import { ensurePlugin, ensureSite } from '../support/build';
import type { Operation } from '../support/operations';
import { seededRandom } from '../support/seed';
import { convergenceOptions } from './options';
import { newlyPlayed, playSeed, refusalReport, refusedShare, replay } from './play';
import { quiet } from './quiet';
import { assertInStep } from './report';
import { findSecrets } from './secrets';
import { startTwoSites } from './two-sites';

const DEFAULTS = { seeds: 20, operations: 300 };

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

const main = async () => {
  const options = convergenceOptions(DEFAULTS);
  await ensurePlugin({ fresh: true, onBuild: (what) => console.log(`building ${what}`) });
  await ensureSite();
  const sites = await startTwoSites(options);
  const played = newlyPlayed();

  const settle = async (name: string, since: number) => {
    const playedIn = seconds(since);
    await quiet(sites);
    await assertInStep(sites, played, name);
    console.log(`${name}: in step (played in ${playedIn} s, quiet after ${seconds(since)} s)`);
  };

  try {
    if (process.env.CONVERGENCE_REPLAY) {
      const text = await readFile(process.env.CONVERGENCE_REPLAY, 'utf8');
      const since = performance.now();
      await replay(sites.stage, JSON.parse(text) as Operation[], played);
      await settle('replay', since);
      return;
    }
    const first = seededRandom('convergence').seed;
    for (let seed = first; seed < first + options.seeds; seed += 1) {
      const since = performance.now();
      await playSeed({ ...sites, ...options }, seed, options.operations, played);
      await settle(`seed-${seed}`, since);
    }
    const secrets = await findSecrets(sites.consumer.db);
    if (secrets.length > 0) throw new Error(`Secrets came through: ${secrets.join(', ')}`);
  } finally {
    const percent = (100 * refusedShare(played)).toFixed(1);
    console.log(`${played.operations.length} operations, ${percent} % refused by Strapi`);
    if (process.env.CONVERGENCE_REFUSALS) console.log(refusalReport(played));
    await sites.remove();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
