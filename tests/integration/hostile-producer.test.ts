import type { Core } from '@strapi/strapi';

import type { DocumentFields, VersionStatus } from '../../server/src/protocol';
import type { RemoteReference } from '../../server/src/sync/failures';
import { readServed } from '../../server/src/sync/read-served';
import { PRODUCER } from '../../server/src/sync';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { createStubProducer } from '../support/stub-producer';
import type { StubStream } from '../support/stub-stream';
import { createStubStream } from '../support/stub-stream';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';
const JOB = 'api::job.job';
const HOMEPAGE = 'api::homepage.homepage';
const COMMENT = 'api::comment.comment';
const AUTHOR = 'api::author.author';
const SITE_ID = 'hostile-site';

/** A producer that sends what the plugin itself would not. */
describe('what a hostile or broken producer sends', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let stream: StubStream;
  let asked: RemoteReference[] = [];
  /** Documents that it gives, asked for or not. */
  let given: (RemoteReference & { status: VersionStatus | null; fields: DocumentFields })[] = [];

  /** What else is in its answer. */
  let broken: unknown[] = [];

  const client = {
    documents: ({ references }: { references: RemoteReference[] }) => {
      asked.push(...references);
      const documents = given.map(({ status, fields, ...reference }) => ({
        ...reference,
        versions: [{ locale: null, status, fields }],
        withheld: [],
      }));
      return Promise.resolve({
        sequence: stream.head(),
        ...readServed([...documents, ...broken]),
      });
    },
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await createStubProducer(strapi, SITE_ID, [NOTE, JOB, HOMEPAGE, COMMENT]);
    stream = createStubStream(strapi, SITE_ID, client);
  });

  afterAll(() => site.stop());
  beforeEach(() => {
    asked = [];
    given = [];
    broken = [];
  });

  const author = { contentType: AUTHOR, documentId: 'someone' };
  const job = (fields: DocumentFields) => ({ contentType: JOB, fields: { title: 'A', ...fields } });
  const home = (fields: DocumentFields) => ({
    contentType: HOMEPAGE,
    fields: { headline: 'A', ...fields },
  });
  const comment = (fields: DocumentFields) => ({
    contentType: COMMENT,
    fields: { text: 'A', ...fields },
  });

  it.each<[string, { contentType: string; fields: DocumentFields }]>([
    ['a text for a component', home({ hero: 'x' })],
    ['a list for one component', home({ hero: [{}, {}] })],
    ['a component for a list of them', job({ contacts: { name: 'x' } })],
    ['null in a list of components', job({ contacts: [null] })],
    ['a list in a list of components', job({ contacts: [[]] })],
    ['a text for a dynamic zone', home({ sections: 'x' })],
    ['an unknown component in a dynamic zone', home({ sections: [{ __component: 'a.b' }] })],
    ['no component in a dynamic zone', home({ sections: [{}] })],
    [
      'a prototype in a component',
      job(JSON.parse('{"contacts":[{"__proto__":{"a":1}}]}') as never),
    ],
    ['a text for a relation', job({ contactPerson: 'x' })],
    ['a relation without an id', job({ contactPerson: { contentType: AUTHOR } })],
    ['a list for a relation to one', job({ contactPerson: [author] })],
    ['a relation to one for a list', job({ alternatives: { contentType: JOB, documentId: 'x' } })],
    [
      'an id with a control character',
      job({ contactPerson: { ...author, documentId: 'a\u0000' } }),
    ],
    ['an endless id', job({ contactPerson: { ...author, documentId: 'x'.repeat(300) } })],
    ['another type in a relation', job({ contactPerson: { contentType: ITEM, documentId: 'x' } })],
    [
      'another type in a component',
      job({ contacts: [{ person: { ...author, contentType: ITEM } }] }),
    ],
    ['no file in a media field', job({ documents: [author] })],
    [
      'a role of administrators',
      comment({ subject: { contentType: 'admin::role', documentId: 'x' } }),
    ],
    [
      'a producer of this site',
      comment({ mentions: [{ contentType: PRODUCER, documentId: 'x' }] }),
    ],
    ['what does not come along', comment({ subject: { contentType: ITEM, documentId: 'x' } })],
  ])('%s fails that event and no other', async (_, { contentType, fields }) => {
    const outcomes = await stream.receive([
      stream.eventOf(contentType, fields),
      stream.eventOf(NOTE, { title: 'fine' }),
    ]);

    expect(outcomes).toMatchObject([
      { status: 'failed', failure: { cause: 'schema', missing: null } },
      { status: 'synced' },
    ]);
    expect(asked).toEqual([]);
  });

  it('documents that were not asked for are not taken', async () => {
    given = [
      {
        contentType: JOB,
        documentId: 'unasked',
        status: null,
        fields: { title: 'not asked for', contactPerson: { ...author, documentId: 'other' } },
      },
      { ...author, status: 'draft', fields: { name: 'asked for' } },
    ];
    const outcomes = await stream.receive([
      stream.eventOf(JOB, { title: 'A', contactPerson: author }),
    ]);

    expect(outcomes).toMatchObject([{ status: 'synced' }]);
    expect(asked).toEqual([author]);
  });

  it('a document that is broken costs those that need it, and no other', async () => {
    const author = { contentType: AUTHOR, documentId: 'nobody' };
    const whole = { contentType: AUTHOR, documentId: 'whole' };
    given = [{ ...whole, status: 'draft', fields: { name: 'whole' } }];
    broken = [
      { ...author, versions: [{ locale: null, status: 'draft', fields: 'x' }], withheld: [] },
      { contentType: JOB, documentId: 'broken', versions: null },
      'nonsense',
      null,
    ];
    const outcomes = await stream.receive([
      stream.eventOf(JOB, { title: 'A', contactPerson: author }),
      stream.eventOf(JOB, { title: 'B', contactPerson: whole }),
      { ...stream.eventOf(JOB, {}, 'broken'), isIncomplete: true, data: null },
    ]);

    expect(outcomes).toMatchObject([
      {
        status: 'failed',
        failure: {
          cause: 'dependency',
          missing: author,
          message: expect.stringMatching(/nobody.*does not understand \(versions\.0\.fields/),
        },
      },
      { status: 'synced' },
      { status: 'failed', failure: { cause: 'dependency' } },
    ]);
  });
});
