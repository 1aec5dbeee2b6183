import { PERMISSIONS, type MappingProblem, type Mappings } from '../../server/src/protocol';
import { type FakeProducer, startFakeProducer } from '../support/fake-producer';
import { relation, row, shape, shapes } from '../support/mappings';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const CUSTOMER = 'api::customer.customer';
const NOTE = 'api::note.note';
const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const PERSON = 'api::person.person';
const POST = 'api::post.post';

const OFFERED = shapes(
  shape(PERSON, {
    fullName: { type: 'string', required: true },
    mail: 'email',
    born: 'date',
    active: 'boolean',
    tags: 'json',
  }),
  shape(
    POST,
    {
      headline: { type: 'string', required: true },
      author: relation(AUTHOR),
      writer: 'string',
    },
    { draftAndPublish: true, localized: true }
  ),
  shape(AUTHOR, { name: { type: 'string', required: true } }, { draftAndPublish: true }),
  shape(NOTE, { title: { type: 'string', required: true }, content: 'text' })
);

/** How persons of the producer become customers of this site. */
const people = (
  name: string,
  fields: Mappings.CreateRequest['fields'] = [row('name', 'fullName'), row('email', 'mail')]
): Mappings.CreateRequest => ({
  name,
  localContentType: CUSTOMER,
  remoteContentType: PERSON,
  fields,
});

const sentences = (problems: MappingProblem[]) =>
  problems.map(({ severity, row: index, field, message }) => ({
    severity,
    row: index,
    field,
    message,
  }));

describe('mappings', () => {
  let site: RunningStrapi;
  let producer: FakeProducer;

  const api = () => site.api.streaming;
  const create = async (body: Mappings.CreateRequest) => (await api().createMapping(body)).data;
  const subscribe = (
    contentType: string,
    mapping: string | null,
    more: { unsubscribed?: boolean; adopt?: string } = {}
  ) => ({ contentType, mapping, ...more });
  /** The producer's record; each test that saves one deletes it again. */
  const addProducer = (subscriptions: ReturnType<typeof subscribe>[]) =>
    api().createProducer({
      name: 'Legacy',
      url: producer.url,
      accessKey: 'key',
      subscriber: site.api.administrator.email,
      subscriptions,
    });

  beforeAll(async () => {
    site = await startStrapi();
    producer = await startFakeProducer('legacy', OFFERED);
  });

  afterEach(async () => {
    producer.isDown = false;
    producer.shapes = OFFERED;
    for (const { documentId } of (await api().producers()).data) {
      await api().deleteProducer(documentId);
    }
    for (let left = await api().mappings(); left.data.length > 0; left = await api().mappings()) {
      await Promise.allSettled(left.data.map(({ documentId }) => api().deleteMapping(documentId)));
    }
    producer.registrations = [];
  });

  afterAll(async () => {
    await producer.stop();
    await site.stop();
  });

  describe('are kept', () => {
    it('as they are given, rows in their order, and changed as a whole', async () => {
      const inner = await create(people('Inner'));
      const fields = [
        row('name', 'fullName', { defaultValue: 'nobody' }),
        row('vip', null, { defaultValue: true }),
        row('notes', null, { defaultValue: { b: 1, a: ['5', 5] } }),
        row('email', null, { transform: 'doc.mail' }),
        row('since', 'born'),
      ];
      const { documentId, ...saved } = await create(people('People', fields));

      expect(saved).toMatchObject(people('People', fields));
      expect(await api().mapping(documentId)).toMatchObject(people('People', fields));
      const { data } = await api().updateMapping(documentId, { name: 'Renamed' });
      expect(data).toMatchObject({ ...people('Renamed', fields), documentId });
      await api().updateMapping(documentId, { fields: [row('name', 'fullName')] });
      expect((await api().mapping(documentId)).fields).toEqual([row('name', 'fullName')]);
      expect((await api().mappings({ _q: 'renam' })).data).toMatchObject([{ documentId }]);
      expect((await api().mappings({ sort: 'name:DESC' })).data.map(({ name }) => name)).toEqual([
        'Renamed',
        inner.name,
      ]);
      await api().deleteMapping(documentId);
      await expect(api().mapping(documentId)).rejects.toThrow(/404.*no such mapping/);
    });

    it.each(['5', 5, false, 0, [1, '1'], { a: '1' }, 'ä\u0000🙂', '"quoted"'])(
      'with the default value %j byte for byte',
      async (defaultValue) => {
        const notes = row('notes', null, { defaultValue });
        const { documentId } = await create(people('Values', [row('name', 'fullName'), notes]));

        expect((await api().mapping(documentId)).fields[1]?.defaultValue).toEqual(defaultValue);
      }
    );

    it('with each name once', async () => {
      await create(people('Twice'));

      await expect(create(people('Twice'))).rejects.toThrow(/400.*already.*Choose another name/);
    });

    it('not with what is unknown to the API', async () => {
      const wrong = { ...people('Odd'), surprise: 1 } as Mappings.CreateRequest;
      await expect(create(wrong)).rejects.toThrow(/400/);
      await expect(create({ ...people('Odd'), localContentType: 'nonsense' })).rejects.toThrow(
        /uid of a content type or component/
      );
      await expect(create(people('Odd', [row('__proto__', 'fullName')]))).rejects.toThrow(
        /cannot be the name of a field/
      );
    });
  });

  describe('are checked on saving, by row and sentence', () => {
    beforeEach(async () => {
      await addProducer([subscribe(NOTE, null)]);
    });

    it.each<[string, Mappings.CreateRequest['fields'][number], RegExp]>([
      ['an unknown local field', row('nickname', 'fullName'), /Row 1: .*no field nickname/],
      ['a private local field', row('internalNote', 'fullName'), /no field internalNote/],
      ['an unknown remote field', row('name', 'fullname'), /Row 1: .*no field fullname/],
      ['a type that never fits', row('since', 'active'), /active, a field of type boolean.*since/],
      ['nothing that fills a field', row('name', null), /Nothing fills name/],
      ['a default of the wrong type', row('vip', null, { defaultValue: 'maybe' }), /default value/],
      [
        'an expression that is none',
        row('name', null, { transform: 'doc.fullName +' }),
        /Correct the expression doc\.fullName \+/,
      ],
      [
        'an expression over an unknown field',
        row('name', null, { transform: 'doc.fulName' }),
        /do you mean fullName/,
      ],
      [
        'a filter where none belongs',
        row('name', 'fullName', { remoteValueFilters: { a: 'fullName' } }),
        /Leave the remote value filters empty/,
      ],
    ])('%s', async (_what, field, sentence) => {
      await expect(create(people('Wrong', [field]))).rejects.toThrow(sentence);
      expect((await api().mappings()).data).toEqual([]);
      const { problems } = await api().checkMapping(people('Wrong', [field]));
      expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ row: 0 }]);
    });

    it.each<[string, Partial<Mappings.CreateRequest>, RegExp]>([
      ['a local content type', { localContentType: 'api::nothing.nothing' }, /This site has no/],
      [
        'what is internal here',
        { localContentType: 'plugin::event-streaming.consumer' },
        /This site has no plugin::event-streaming/,
      ],
    ])('%s that is not there', async (_what, change, sentence) => {
      await expect(create({ ...people('Wrong'), ...change })).rejects.toThrow(sentence);
    });

    it('a relation without a mapping, and a filter that is missing', async () => {
      const author = await create({
        name: 'Authors',
        localContentType: AUTHOR,
        remoteContentType: AUTHOR,
        fields: [row('name', 'name')],
      });
      const posts = (...fields: Mappings.CreateRequest['fields']) => ({
        name: 'Posts',
        localContentType: ARTICLE,
        remoteContentType: POST,
        fields: [row('title', 'headline'), ...fields],
      });

      await expect(create(posts(row('author', 'author')))).rejects.toThrow(
        /Row 2: .*author, a relation: choose the mapping type \\"document\\"/
      );
      const looked = { mappingType: 'document' as const, mapping: author.documentId };
      await expect(create(posts(row('author', 'writer', looked)))).rejects.toThrow(
        /Row 2: A filter is missing/
      );
      await expect(
        create(posts(row('author', null, { ...looked, remoteValueFilters: { nme: 'writer' } })))
      ).rejects.toThrow(/no field nme to filter by/);
      const saved = await create(
        posts(row('author', null, { ...looked, remoteValueFilters: { name: 'writer' } }))
      );
      expect(saved.fields[1]).toMatchObject({ mapping: author.documentId });
    });

    it('each problem comes with its path for the form', async () => {
      const answer = await site.api.http
        .request('post', '/event-streaming/mappings')
        .send(people('Wrong', [row('name', 'fullName'), row('vip', 'nothing')]));

      expect(answer.status).toBe(400);
      const body = answer.body as { error: { details: { errors: { path: string[] }[] } } };
      expect(body.error.details.errors).toMatchObject([{ path: ['fields', '1', 'remoteField'] }]);
    });

    it('what may go wrong is a warning, and is saved', async () => {
      const { meta, data } = await api().createMapping(people('Half', [row('email', 'mail')]));

      expect(sentences(meta.problems)).toEqual([
        {
          severity: 'warning',
          row: null,
          field: 'fields',
          message: expect.stringContaining('No row fills name') as string,
        },
      ]);
      expect(data.documentId).toBeTruthy();
    });

    it('a change that would break a mapping whose rows name it', async () => {
      const author = await create({
        name: 'Authors',
        localContentType: AUTHOR,
        remoteContentType: AUTHOR,
        fields: [row('name', 'name')],
      });
      await create({
        name: 'Posts',
        localContentType: ARTICLE,
        remoteContentType: POST,
        fields: [
          row('title', 'headline'),
          row('author', 'author', { mappingType: 'document', mapping: author.documentId }),
        ],
      });

      await expect(
        api().updateMapping(author.documentId, { localContentType: CUSTOMER })
      ).rejects.toThrow(/Rows of another mapping name this one. The mapping \\"Posts\\".*Row 2/);
    });
  });

  it('without a producer that offers the type they are saved, with a warning', async () => {
    const { meta } = await api().createMapping(people('Early'));

    expect(sentences(meta.problems)).toMatchObject([
      { severity: 'warning', row: null, field: 'remoteContentType' },
    ]);
    expect(meta.problems[0]?.message).toMatch(/No producer offers api::person.person/);
    await expect(create(people('Early and wrong', [row('nickname', 'fullName')]))).rejects.toThrow(
      /no field nickname/
    );
  });

  describe('of a producer', () => {
    it('are what the subscription says, and the producer is told what they need', async () => {
      const author = await create({
        name: 'Authors',
        localContentType: AUTHOR,
        remoteContentType: AUTHOR,
        fields: [row('name', 'name')],
      });
      const posts = await create({
        name: 'Posts',
        localContentType: ARTICLE,
        remoteContentType: POST,
        fields: [
          row('title', 'headline'),
          row('author', null, {
            mappingType: 'document',
            mapping: author.documentId,
            remoteValueFilters: { name: 'writer' },
          }),
        ],
      });
      const saved = await addProducer([subscribe(NOTE, null), subscribe(POST, posts.documentId)]);

      expect(saved.subscriptions).toMatchObject([
        { contentType: NOTE, mapping: null },
        { contentType: POST, mapping: posts.documentId },
      ]);
      expect(producer.registrations.at(-1)?.subscriptions).toMatchObject([
        { contentType: NOTE, mapped: false, lookups: [] },
        { contentType: POST, mapped: true, lookups: [AUTHOR] },
      ]);
      await api().updateMapping(posts.documentId, { fields: [row('title', 'headline')] });
      expect(producer.registrations.at(-1)?.subscriptions[1]).toMatchObject({ lookups: [] });
      const { length } = producer.registrations;
      await api().updateMapping(posts.documentId, { name: 'Renamed' });
      expect(producer.registrations).toHaveLength(length);
    });

    it('must fit it when it is saved', async () => {
      const mapping = await create(people('People', [row('name', 'surname')]));

      await expect(addProducer([subscribe(PERSON, mapping.documentId)])).rejects.toThrow(
        /400.*The mapping \\"People\\" cannot be used. Row 1: .*no field surname/
      );
      expect((await api().producers()).data).toEqual([]);
      expect(producer.registrations).toEqual([]);
    });

    it.each<[string, (people: string) => ReturnType<typeof subscribe>[], RegExp]>([
      ['one for another type', (id) => [subscribe(NOTE, id)], /is for api::person.person/],
      [
        'one that is not there',
        () => [subscribe(PERSON, 'nothing')],
        /there is no mapping nothing/,
      ],
      ['none, of a type that this site lacks', () => [subscribe(PERSON, null)], /no such content/],
      [
        'a natural key that the local type lacks',
        (id) => [subscribe(PERSON, id, { adopt: 'fullName' })],
        /customer: it has no field fullName/,
      ],
    ])('cannot be %s', async (_what, subscriptions, sentence) => {
      const { documentId } = await create(people('People'));

      await expect(addProducer(subscriptions(documentId))).rejects.toThrow(sentence);
    });

    it('cannot contradict each other', async () => {
      const authors = (name: string, localContentType: string) =>
        create({
          name,
          localContentType,
          remoteContentType: AUTHOR,
          fields: [row('name', 'name')],
        });
      const one = await authors('One', AUTHOR);
      const other = await authors('Other', AUTHOR);
      const posts = await create({
        name: 'Posts',
        localContentType: ARTICLE,
        remoteContentType: POST,
        fields: [
          row('title', 'headline'),
          row('author', 'author', { mappingType: 'document', mapping: one.documentId }),
        ],
      });

      await expect(
        addProducer([subscribe(POST, posts.documentId), subscribe(AUTHOR, other.documentId)])
      ).rejects.toThrow(/would be mapped by both \\"Other\\" and \\"One\\"/);
      await addProducer([subscribe(POST, posts.documentId), subscribe(AUTHOR, one.documentId)]);
      await expect(
        api().updateMapping(posts.documentId, {
          fields: [
            row('title', 'headline'),
            row('author', 'author', { mappingType: 'document', mapping: other.documentId }),
          ],
        })
      ).rejects.toThrow(/Legacy uses this mapping. .*mapped by both/);
    });

    it('cannot be changed so that they no longer fit it', async () => {
      const { documentId } = await create(people('People'));
      await addProducer([subscribe(PERSON, documentId)]);

      await expect(
        api().updateMapping(documentId, { fields: [row('name', 'surname')] })
      ).rejects.toThrow(/no field surname/);
    });

    it('are told of by a test of the connection, when it has changed', async () => {
      const { documentId } = await create(people('People'));
      const saved = await addProducer([subscribe(PERSON, documentId)]);
      const schemaCheck = async () =>
        (await api().testProducer(saved.documentId)).checks.find(({ name }) => name === 'schema');

      expect(await schemaCheck()).toMatchObject({ ok: true });
      producer.shapes = { ...OFFERED, [PERSON]: shape(PERSON, { mail: 'email' }) };
      expect(await schemaCheck()).toMatchObject({
        ok: false,
        message: expect.stringContaining('no field fullName') as string,
      });
    });

    it('need a producer that answers, unless nothing has to be told', async () => {
      const { documentId } = await create(people('People'));
      await addProducer([subscribe(PERSON, documentId)]);
      producer.isDown = true;

      const { data } = await api().updateMapping(documentId, { fields: [row('name', 'mail')] });
      expect(data.fields).toEqual([row('name', 'mail')]);
      await expect(
        api().updateMapping(documentId, { fields: [row('name', 'nothing')] })
      ).rejects.toThrow(/no field nothing/);
    });
  });

  it('in use are not deleted, and what uses them is told', async () => {
    const author = await create({
      name: 'Authors',
      localContentType: AUTHOR,
      remoteContentType: AUTHOR,
      fields: [row('name', 'name')],
    });
    const posts = await create({
      name: 'Posts',
      localContentType: ARTICLE,
      remoteContentType: POST,
      fields: [
        row('title', 'headline'),
        row('author', 'author', { mappingType: 'document', mapping: author.documentId }),
      ],
    });
    const legacy = await addProducer([
      subscribe(POST, posts.documentId, { unsubscribed: true }),
      subscribe(NOTE, null),
    ]);

    expect(await api().mappingUses(author.documentId)).toEqual([
      { kind: 'mapping', documentId: posts.documentId, name: 'Posts' },
    ]);
    expect(await api().mappingUses(posts.documentId)).toEqual([
      { kind: 'producer', documentId: legacy.documentId, name: 'Legacy' },
    ]);
    await expect(api().deleteMapping(author.documentId)).rejects.toThrow(
      /400.*in use by the mapping \\"Posts\\"/
    );
    await expect(api().deleteMapping(posts.documentId)).rejects.toThrow(
      /400.*in use by the producer \\"Legacy\\"/
    );
  });

  it('can be made of what both sides have', async () => {
    const legacy = await addProducer([subscribe(NOTE, null)]);
    const types = await api().mappingTypes();

    expect(types.local[CUSTOMER]?.attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['name', 'email'])
    );
    expect(types.local['section.quote']).toMatchObject({ modelType: 'component' });
    expect(types.remote).toEqual(OFFERED);
    expect(types.producers).toEqual([
      { documentId: legacy.documentId, name: 'Legacy', error: null },
    ]);
  });

  it('say which producer could not be asked', async () => {
    await addProducer([subscribe(NOTE, null)]);
    producer.isDown = true;

    const { producers, remote } = await api().mappingTypes();
    expect(remote).toEqual({});
    expect(producers).toMatchObject([{ name: 'Legacy', error: expect.stringMatching(/503/) }]);
    const { problems } = await api().checkMapping(people('People'));
    expect(problems[0]?.message).toMatch(/Legacy could not be asked/);
  });

  it('whoever may only read them cannot change them', async () => {
    const reader = await site.api.invite({ email: 'r@example.org', password: 'Reader-pass-1' }, [
      PERMISSIONS.readMappings,
    ]);
    const { documentId } = await create(people('People'));

    expect((await reader.streaming.mappings()).data).toHaveLength(1);
    await expect(reader.streaming.updateMapping(documentId, { name: 'x' })).rejects.toThrow(/403/);
    await expect(reader.streaming.deleteMapping(documentId)).rejects.toThrow(/403/);
  });
});
