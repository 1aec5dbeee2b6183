/**
 * Plays many seeds: `npm run test:convergence`. What the environment can say is in tests/README.md.
 * With `CONVERGENCE_REPLAY` it plays a list of operations that a failure has left, from which lines
 * may have been taken; with `CONVERGENCE_SHRINK` it takes them out itself, to find those that matter.
 */
import { readFile } from 'node:fs/promises';

import { ensurePlugin, ensureSite } from '../support/build';
import type { Operation } from '../support/operations';
import { createReviver, describeOperation } from '../support/operations';
import { seededRandom } from '../support/seed';
import type { ConvergenceOptions } from './options';
import { convergenceOptions } from './options';
import type { Played } from './play';
import { newlyPlayed, playSeed, refusalReport, refusedShare, replay } from './play';
import { quiet } from './quiet';
import { assertInStep, unsettled, writeOperations } from './report';
import { findSecrets } from './secrets';
import { checkpoint, shrink } from './shrink';
import { knowDocuments } from './stage';
import type { TwoSites } from './two-sites';
import { startTwoSites } from './two-sites';

const DEFAULTS = { seeds: 20, operations: 300 };

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

const readOperations = async (file: string) =>
  JSON.parse(await readFile(file, 'utf8')) as Operation[];

const playAndCompare = async (
  sites: TwoSites,
  played: Played,
  name: string,
  play: () => Promise<void>
) => {
  const since = performance.now();
  await play();
  const playedIn = seconds(since);
  await quiet(sites);
  await assertInStep(sites, played, name);
  console.log(`${name}: in step (played in ${playedIn} s, quiet after ${seconds(since)} s)`);
};

const playSeeds = async (sites: TwoSites, options: ConvergenceOptions, played: Played) => {
  const first = seededRandom('convergence').seed;
  for (let seed = first; seed < first + options.seeds; seed += 1) {
    await playAndCompare(sites, played, `seed-${seed}`, () =>
      playSeed({ ...sites, ...options }, seed, options.operations, played)
    );
  }
  const secrets = await findSecrets(sites.consumer.db);
  if (secrets.length > 0) throw new Error(`Secrets came through: ${secrets.join(', ')}`);
};

/** Each try starts on the sites as they were just after they were paired. */
const shrinkList = async (sites: TwoSites, operations: readonly Operation[]) => {
  const restores = await Promise.all([checkpoint(sites.producer), checkpoint(sites.consumer)]);
  const fails = async (some: readonly Operation[]) => {
    await Promise.all(restores.map((restore) => restore()));
    const known = await knowDocuments(sites.producer, sites.schemas, sites.models);
    const reviver = createReviver(sites.producer.site, known);
    await replay({ ...sites.stage, known, reviver }, some, newlyPlayed());
    await quiet(sites);
    const isDifferent =
      (await sites.differences()).length > 0 || (await unsettled(sites)).length > 0;
    console.log(`${some.length} operations: ${isDifferent ? 'not ' : ''}in step`);
    return isDifferent;
  };

  if (!(await fails(operations))) throw new Error('These operations leave the sites in step.');
  const few = await shrink(operations, fails);
  const file = await writeOperations({ operations: [...few], refused: [] }, 'shrunk');
  console.log([...few.map(describeOperation), `They are in ${file}.`].join('\n'));
};

const main = async () => {
  const options = convergenceOptions(DEFAULTS);
  await ensurePlugin({ fresh: true, onBuild: (what) => console.log(`building ${what}`) });
  await ensureSite();
  const sites = await startTwoSites(options);
  const played = newlyPlayed();
  const { CONVERGENCE_REPLAY, CONVERGENCE_SHRINK, CONVERGENCE_REFUSALS } = process.env;

  try {
    if (CONVERGENCE_SHRINK) await shrinkList(sites, await readOperations(CONVERGENCE_SHRINK));
    else if (CONVERGENCE_REPLAY) {
      const operations = await readOperations(CONVERGENCE_REPLAY);
      await playAndCompare(sites, played, 'replay', () => replay(sites.stage, operations, played));
    } else await playSeeds(sites, options, played);
  } finally {
    const percent = (100 * refusedShare(played)).toFixed(1);
    console.log(`${played.operations.length} operations, ${percent} % refused by Strapi`);
    for (const words of sites.stage.reviver.crashes) console.log(`The producer ended:\n${words}`);
    if (CONVERGENCE_REFUSALS) console.log(refusalReport(played));
    await sites.remove();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
