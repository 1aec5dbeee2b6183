import { lookupsOf, planMappings } from '../../server/src/sync/mappings/plan-mappings';
import { mapping, row } from '../support/mappings';

const POST = 'api::post.post';
const PERSON = 'api::person.person';
const CITY = 'api::city.city';

const inner = (name: string, filters?: Record<string, string>) => ({
  mappingType: 'document' as const,
  mapping: name,
  remoteValueFilters: filters ?? null,
});

const cities = mapping('cities', 'api::town.town', CITY, [row('name', 'name')]);
const people = mapping('people', 'api::author.author', PERSON, [
  row('home', null, inner('cities', { name: 'cityName' })),
]);
const lines = mapping('lines', 'post.line', 'post.row', [row('who', 'person', inner('people'))]);
const posts = mapping('posts', 'api::article.article', POST, [
  row('title', 'headline'),
  row('lines', 'rows', { mappingType: 'component', mapping: 'lines' }),
]);
const all = [cities, people, lines, posts];

const subscription = (contentType: string, name: string | null, unsubscribed = false) => ({
  contentType,
  mapping: name,
  unsubscribed,
});

const plan = (subscriptions: ReturnType<typeof subscription>[], mappings = all) => {
  const { mappings: byType, used, problems } = planMappings(subscriptions, mappings);
  return {
    byType: Object.fromEntries([...byType].map(([uid, { name }]) => [uid, name])),
    used: [...used].map(({ name }) => name).sort(),
    problems,
  };
};

describe('the mapping of each content type of a producer', () => {
  it('is that of its subscription, or one that leads there, through components too', () => {
    expect(plan([subscription(POST, 'posts')])).toEqual({
      byType: { [POST]: 'posts', [PERSON]: 'people', [CITY]: 'cities' },
      used: ['cities', 'lines', 'people', 'posts'],
      problems: [],
    });
  });

  it('is none where nothing is mapped, or the subscription is given up', () => {
    const nothing = { byType: {}, used: [], problems: [] };

    expect(plan([subscription(POST, null)])).toEqual(nothing);
    expect(plan([subscription(POST, 'posts', true)])).toEqual(nothing);
  });

  it('may lead round in a circle', () => {
    const circle = [
      mapping('a', 'api::a.a', PERSON, [row('b', 'b', inner('b'))]),
      mapping('b', 'api::b.b', CITY, [row('a', 'a', inner('a'))]),
    ];

    expect(plan([subscription(PERSON, 'a')], circle)).toMatchObject({
      byType: { [PERSON]: 'a', [CITY]: 'b' },
      problems: [],
    });
  });

  it('cannot be two', () => {
    const other = mapping('other', 'api::x.x', PERSON, []);

    const { byType, problems } = plan(
      [subscription(POST, 'posts'), subscription(PERSON, 'other')],
      [...all, other]
    );
    expect(byType[PERSON]).toBe('other');
    expect(problems).toEqual([expect.stringContaining('by both "other" and "people"')]);
  });

  it('cannot be given up for a subscription without one, unless the type is the same here', () => {
    expect(plan([subscription(POST, 'posts'), subscription(PERSON, null)]).problems).toEqual([
      expect.stringContaining('Choose "people" for that subscription'),
    ]);
    const same = mapping('people', PERSON, PERSON, []);
    expect(
      plan([subscription(POST, 'posts'), subscription(PERSON, null)], [cities, same, lines, posts])
        .problems
    ).toEqual([]);
  });

  it('is for the type of the subscription, and exists', () => {
    expect(plan([subscription(PERSON, 'cities')]).problems).toEqual([
      expect.stringContaining('is for api::city.city'),
    ]);
    expect(plan([subscription(PERSON, 'gone')]).problems).toEqual([
      expect.stringContaining('there is no mapping gone'),
    ]);
  });
});

it('a mapping looks for the types that it leads to, other than its own', () => {
  expect(lookupsOf(all, posts)).toEqual([CITY, PERSON]);
  expect(lookupsOf(all, cities)).toEqual([]);
});
