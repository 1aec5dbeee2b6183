import { TABLES } from '../../server/src/platform';
import { type GetDocumentLinks, PERMISSIONS } from '../../server/src/protocol';
import { SYNC_LOG } from '../../server/src/sync';
import type { AdminApi } from '../support/api';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const NOTE = 'api::note.note';
const READ = 'plugin::content-manager.explorer.read';
const GONE = { producerSiteId: 'gone-site', producerName: 'Old name', producerUrl: 'http://old' };

describe('where a document came from', () => {
  let site: RunningStrapi;

  beforeAll(async () => {
    site = await startStrapi();
  });

  afterAll(() => site.stop());

  const createNote = async (api = site.api) =>
    (await api.documents<{ title: string }>(NOTE).create({ title: 'A note' })).documentId;

  const link = (localDocumentId: string, state: string, producerSiteId = GONE.producerSiteId) =>
    site.strapi.db
      .queryBuilder(TABLES.documentLink)
      .insert({
        producerSiteId,
        remoteContentType: NOTE,
        remoteDocumentId: `there-${localDocumentId}`,
        localContentType: NOTE,
        localDocumentId,
        appliedSequence: '1',
        state,
      })
      .execute();

  const logSynced = (localDocumentId: string, syncedAt: string, log = GONE) =>
    site.strapi.db.query(SYNC_LOG).create({
      data: {
        ...log,
        syncStatus: 'synced',
        eventId: `${localDocumentId} ${syncedAt}`,
        sequence: '1',
        transactionId: 'one',
        updateType: 'create',
        action: 'create',
        contentType: NOTE,
        sourceDocumentId: `there-${localDocumentId}`,
        localDocumentId,
        useSameId: false,
        origin: log.producerSiteId,
        path: [],
        occurredAt: syncedAt,
        syncedAt,
      },
    });

  const ask = (documentId: string, api = site.api) =>
    api.http.request('get', '/event-streaming/document-links').query({
      contentType: NOTE,
      documentId,
    });

  const linksOf = async (documentId: string) =>
    ((await ask(documentId).expect(200)).body as GetDocumentLinks.Response).data;

  /** A person who may read the overview, and notes under conditions. */
  const inviteReader = async (email: string, conditions: string[]): Promise<AdminApi> => {
    const { readOverview } = PERMISSIONS;
    const reader = await site.api.invite({ email, password: 'Reader-pass-1' }, [readOverview]);
    const { data } = await site.api.http.send<{ data: { id: number; name: string }[] }>(
      'get',
      '/admin/roles'
    );
    const role = data.find(({ name }) => name.endsWith(email));
    const all = { subject: null, properties: {}, conditions: [] };
    const notes = { subject: NOTE, properties: { fields: ['title'] } };
    await site.api.http.send('put', `/admin/roles/${role?.id}/permissions`, {
      body: {
        permissions: [
          { ...all, action: readOverview },
          { ...notes, action: READ, conditions },
          { ...notes, action: 'plugin::content-manager.explorer.create', conditions: [] },
        ],
      },
    });
    return reader;
  };

  it('is nowhere else for a document that was written here', async () => {
    expect(await linksOf(await createNote())).toEqual([]);
  });

  it('is said with the newest sync, also when the producer has been deleted', async () => {
    const documentId = await createNote();
    await link(documentId, 'parked');
    await logSynced(documentId, '2026-01-02T00:00:00.000Z');
    await logSynced(documentId, '2026-01-01T00:00:00.000Z', { ...GONE, producerName: 'New name' });

    expect(await linksOf(documentId)).toEqual([
      {
        producer: { documentId: null, name: 'New name', url: 'http://old' },
        remoteDocumentId: `there-${documentId}`,
        state: 'parked',
        lastSyncedAt: '2026-01-02T00:00:00.000Z',
      },
    ]);
  });

  it('is said of a document whose events are no longer logged', async () => {
    const documentId = await createNote();
    await link(documentId, 'linked', 'unlogged-site');
    expect(await linksOf(documentId)).toMatchObject([
      { producer: { documentId: null, name: 'unlogged-site' }, lastSyncedAt: null },
    ]);
  });

  it('is no longer said once the link is deleted', async () => {
    const documentId = await createNote();
    await link(documentId, 'deleted');
    expect(await linksOf(documentId)).toEqual([]);
  });

  it('is told to nobody who may not read the document in the Content Manager', async () => {
    const { readOverview } = PERMISSIONS;
    const person = { email: 'overview@example.com', password: 'Overview-pass-1' };
    const stranger = await site.api.invite(person, [readOverview]);
    const reader = await inviteReader('reader@example.com', []);
    const creator = await inviteReader('creator@example.com', ['admin::is-creator']);
    const [documentId, own] = [await createNote(), await createNote(creator)];

    await ask(documentId, stranger).expect(403);
    await ask(documentId, reader).expect(200);
    await ask(documentId, creator).expect(403);
    await ask(own, creator).expect(200);
    await ask('nothing', creator).expect(403);
  });

  it('must be asked with a content type and a document', async () => {
    await site.api.http.request('get', '/event-streaming/document-links').expect(400);
  });
});
