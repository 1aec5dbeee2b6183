/**
 * Our answer to a filter against the database's own, on random documents with random filters. What
 * databases do not agree on is told apart (docs/conditions.md), and not among the random values.
 * `FILTER_RUNS` says how many filters are tried.
 */
import fc from 'fast-check';

import { compileFilter, type Shape } from '../../server/src/expressions';
import type { DocumentFields, JsonValue } from '../../server/src/protocol';
import { type DatabaseClient, testDatabaseClient } from '../support/database';
import { randomJob, randomSample } from '../support/filters/random-documents';
import { type Fields, randomFilter } from '../support/filters/random-filters';
import { JOB_SHAPE, SAMPLE_SHAPE, targetOf, WORDS } from '../support/filters/shapes';
import { seededRandom } from '../support/seed';
import { type RunningStrapi, startStrapi } from '../support/strapi';

const SAMPLE = 'api::sample.sample';
const JOB = 'api::job.job';
const PLACE = 'api::place.place';
const AUTHOR = 'api::author.author';

const RUNS = Number(process.env.FILTER_RUNS ?? 300);
/** Of the filters that choose all or nothing, one in so many is compared. */
const OTHERS = 4;
const START_MS = 180_000;
const RUN_MS = 600_000;

type Row = DocumentFields & { id: number };

/** Puts rows of their own in the places of those that a relation refers to, at any depth. */
const link = (rows: readonly Row[], names: readonly string[], targets: readonly Row[]) => {
  const byId = new Map(targets.map((target) => [target.id, target]));
  const find = (row: JsonValue) => (row === null ? null : (byId.get((row as Row).id) ?? null));
  for (const row of rows) {
    for (const name of names) {
      const value = row[name];
      row[name] = Array.isArray(value) ? value.map(find) : find(value);
    }
  }
};

/** A document with the fields of those targets only that a filter says it needs. */
const withTargets = (
  row: DocumentFields,
  shape: Shape,
  relations: readonly (readonly string[])[]
): DocumentFields =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const field = Object.hasOwn(shape, name) ? shape[name] : null;
      const target = field && targetOf(field);
      if (!target || value === null) return [name, value];
      const inner = relations.filter(([first]) => first === name).map(([, ...rest]) => rest);
      const isNeeded = field.kind === 'component' || inner.some((rest) => rest.length === 0);
      const convert = (each: JsonValue): DocumentFields => {
        const fields = each as DocumentFields;
        return isNeeded
          ? withTargets(fields, target, inner)
          : { contentType: 'api::some.some', documentId: fields.documentId };
      };
      return [name, Array.isArray(value) ? value.map(convert) : convert(value)];
    })
  );

const idsOf = (rows: readonly { id: unknown }[]): number[] =>
  rows.map(({ id }) => Number(id)).sort((a, b) => a - b);

describe('a filter has the answer of the database', () => {
  let site: RunningStrapi;
  const { seed } = seededRandom('Filters');
  const sample = <T>(what: fc.Arbitrary<T>, numRuns: number): T[] =>
    fc.sample(what, { seed, numRuns });

  beforeAll(async () => {
    site = await startStrapi();
  }, START_MS);

  afterAll(() => site.stop());

  const create = async (uid: string, data: Fields): Promise<string> =>
    (await site.strapi.documents(uid as typeof SAMPLE).create({ data })).documentId;

  const rowsOf = (uid: string, populate: object = {}): Promise<Row[]> =>
    site.strapi.db.query(uid).findMany({ populate });

  const chosenByDatabase = async (uid: string, where: JsonValue): Promise<number[]> =>
    idsOf(await site.strapi.db.query(uid).findMany({ where, select: ['id'] }));

  const chosenByUs = (rows: readonly Row[], shape: Shape, filter: JsonValue): number[] => {
    const { matches, relations } = compileFilter(filter, shape);
    return idsOf(rows.filter((row) => matches(withTargets(row, shape, relations))));
  };

  /**
   * Filters that choose some documents and not all say more than others, of which a few are enough.
   */
  const compare = async (
    shape: Shape,
    rows: readonly Row[],
    depth: number,
    ask: (filter: Fields) => Promise<number[]>
  ) => {
    let telling = 0;
    await fc.assert(
      fc.asyncProperty(randomFilter(shape, depth), async (filter) => {
        const chosen = chosenByUs(rows, shape, filter);
        const isTelling = chosen.length > 0 && chosen.length < rows.length;
        fc.pre(isTelling || JSON.stringify(filter).length % OTHERS === 0);
        telling += isTelling ? 1 : 0;
        expect(chosen).toEqual(await ask(filter));
      }),
      { seed, numRuns: RUNS }
    );
    expect(telling).toBeGreaterThan(RUNS / 4);
  };

  it(
    'on fields of every type',
    async () => {
      for (const fields of sample(randomSample, 40)) await create(SAMPLE, fields);

      await compare(SAMPLE_SHAPE, await rowsOf(SAMPLE), 2, (filter) =>
        chosenByDatabase(SAMPLE, filter)
      );
    },
    RUN_MS
  );

  describe('through components and relations', () => {
    let rows: Row[];

    beforeAll(async () => {
      const authors: string[] = [];
      for (const name of WORDS.slice(0, 4)) {
        authors.push(await create(AUTHOR, { name, bio: name === 'b' ? null : 'ab' }));
      }
      const places: string[] = [];
      for (const [index, name] of WORDS.slice(0, 5).entries()) {
        const nearby = index === 3 ? places.slice(0, 2) : places.slice(-1);
        places.push(await create(PLACE, { name, capacity: index || null, nearby }));
      }
      const jobs: string[] = [];
      for (const [index, fields] of sample(randomJob(places, authors), 20).entries()) {
        const predecessor = index % 3 === 0 ? (jobs.at(-1) ?? null) : null;
        const alternatives = index % 4 === 1 ? jobs.slice(-2) : [];
        jobs.push(await create(JOB, { ...fields, predecessor, alternatives }));
      }
      for (const documentId of jobs.slice(0, 6)) {
        await site.strapi.documents(JOB).publish({ documentId });
      }

      rows = await rowsOf(JOB, {
        contacts: { populate: { person: true } },
        requirements: { populate: { links: true } },
        place: true,
        contactPerson: true,
        predecessor: true,
        alternatives: true,
      });
      const placeRows = await rowsOf(PLACE, { nearby: true });
      link(placeRows, ['nearby'], placeRows);
      link(rows, ['place'], placeRows);
      link(rows, ['predecessor', 'alternatives'], rows);
    }, START_MS);

    it(
      'of all versions',
      () => compare(JOB_SHAPE, rows, 3, (filter) => chosenByDatabase(JOB, filter)),
      RUN_MS
    );

    it(
      'of drafts, in the document service',
      () =>
        compare(
          JOB_SHAPE,
          rows.filter(({ publishedAt }) => publishedAt === null),
          2,
          async (filters) =>
            idsOf(
              await site.strapi
                .documents(JOB)
                .findMany({ filters, fields: ['title'], status: 'draft' })
            )
        ),
      RUN_MS
    );
  });

  /** One meaning for all sites, that of PostgreSQL; those who say otherwise are named. */
  describe('but for what databases do not agree on', () => {
    it.each<[string, Fields, boolean, DatabaseClient[]]>([
      ['a', { $eq: 'A' }, false, ['mysql']],
      ['a', { $ne: 'A' }, true, ['mysql']],
      ['a', { $in: ['A'] }, false, ['mysql']],
      ['é', { $eq: 'e' }, false, ['mysql']],
      ['a ', { $eq: 'a' }, false, ['mysql']],
      ['🙂', { $eq: '🙃' }, false, ['mysql']],
      ['abc', { $contains: 'B' }, false, ['sqlite', 'mysql']],
      ['abc', { $notContains: 'B' }, true, ['sqlite', 'mysql']],
      ['abc', { $startsWith: 'A' }, false, ['sqlite', 'mysql']],
      ['abc', { $endsWith: 'C' }, false, ['sqlite', 'mysql']],
      ['é', { $contains: 'e' }, false, ['mysql']],
      ['É', { $eqi: 'é' }, true, ['sqlite']],
      ['É', { $containsi: 'é' }, true, ['sqlite']],
      ['É', { $containsi: 'e' }, false, ['mysql']],
    ])('%s is %j: %s, and not so on %j', async (string, condition, answer, others) => {
      const documentId = await create(SAMPLE, { string });
      const filter = { documentId, string: condition };

      expect(compileFilter(filter, SAMPLE_SHAPE).matches({ documentId, string })).toBe(answer);
      expect((await chosenByDatabase(SAMPLE, filter)).length === 1).toBe(
        others.includes(testDatabaseClient()) ? !answer : answer
      );
    });
  });
});
