import { comesAlong } from '../../admin/src/utils/comesAlong';
import { dependenciesOf } from '../../server/src/feed';
import { PERMISSIONS } from '../../server/src/protocol';
import type { AdminApi } from '../support/api';
import { registerClient } from '../support/consumer-client';
import type { Method } from '../support/http';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const NOTE = 'api::note.note';

const ROUTES: [Method, string, string][] = [
  ['get', '/status', PERMISSIONS.readOverview],
  ['get', '/document-links', PERMISSIONS.readOverview],
  ['get', '/subscribers', PERMISSIONS.manageProducers],
  ['post', '/access-keys', PERMISSIONS.createAccessKeys],
  ['get', '/producers', PERMISSIONS.readProducers],
  ['get', '/producers/x', PERMISSIONS.readProducers],
  ['post', '/producers', PERMISSIONS.manageProducers],
  ['put', '/producers/x', PERMISSIONS.manageProducers],
  ['delete', '/producers/x', PERMISSIONS.manageProducers],
  ['post', '/producers/x/test', PERMISSIONS.manageProducers],
  ['post', '/producers/x/pull', PERMISSIONS.manageProducers],
  ['get', '/consumers', PERMISSIONS.readConsumers],
  ['get', '/consumers/x', PERMISSIONS.readConsumers],
  ['put', '/consumers/x', PERMISSIONS.approveConsumers],
  ['delete', '/consumers/x', PERMISSIONS.manageConsumers],
  ['get', '/mappings', PERMISSIONS.readMappings],
  ['get', '/mappings/types', PERMISSIONS.readMappings],
  ['get', '/mappings/x', PERMISSIONS.readMappings],
  ['get', '/mappings/x/uses', PERMISSIONS.readMappings],
  ['post', '/mappings/check', PERMISSIONS.readMappings],
  ['post', '/mappings/preview', PERMISSIONS.manageMappings],
  ['post', '/mappings', PERMISSIONS.manageMappings],
  ['put', '/mappings/x', PERMISSIONS.manageMappings],
  ['delete', '/mappings/x', PERMISSIONS.manageMappings],
  ['get', '/update-logs', PERMISSIONS.readUpdateLogs],
  ['get', '/update-logs/x', PERMISSIONS.readUpdateLogs],
  ['get', '/sync-logs', PERMISSIONS.readSyncLogs],
  ['get', '/sync-logs/x', PERMISSIONS.readSyncLogs],
  ['post', '/sync-logs/resync', PERMISSIONS.resync],
  ['post', '/sync-logs/x/resync', PERMISSIONS.resync],
];

describe('the admin API', () => {
  let site: RunningStrapi;
  let nobody: AdminApi;
  const persons = new Map<string, AdminApi>();

  beforeAll(async () => {
    site = await startStrapi();
    nobody = await site.api.invite({ email: 'nobody@example.com', password: 'Nobody-pass-1' }, []);
    for (const [index, permission] of [...new Set(ROUTES.map(([, , name]) => name))].entries()) {
      const email = `person${index}@example.com`;
      persons.set(
        permission,
        await site.api.invite({ email, password: 'Person-pass-1' }, [permission])
      );
    }
  });

  afterAll(() => site.stop());

  it.each(ROUTES)('%s %s: for who has the permission, and nobody else', async (...route) => {
    const [method, path, permission] = route;
    const statusFor = async (api: AdminApi) =>
      (await api.http.request(method, `/event-streaming${path}`).send({})).status;

    await site.agent[method](`/event-streaming${path}`).expect(401);
    expect(await statusFor(nobody)).toBe(403);
    for (const [name, person] of persons) {
      const status = await statusFor(person);
      if (name === permission) {
        expect([200, 400, 404]).toContain(status);
      } else {
        expect([name, status]).toEqual([name, 403]);
      }
    }
  });

  it('lists page, sort and filter in the words of the answers', async () => {
    await registerClient(site.url, site.api, 'b-site', [NOTE]);
    await registerClient(site.url, site.api, 'a-site', [NOTE]);

    const { data, meta } = await site.api.streaming.consumers({ pageSize: 1, sort: 'name:DESC' });
    expect(data.map(({ name }) => name)).toEqual(['b-site']);
    expect(meta.pagination).toEqual({ page: 1, pageSize: 1, pageCount: 2, total: 2 });
    const found = await site.api.streaming.consumers({ filters: { siteId: { $eq: 'a-site' } } });
    expect(found.data).toMatchObject([
      { name: 'a-site', subscriptions: [{ contentType: NOTE, status: 'pending' }] },
    ]);
    expect((await site.api.streaming.consumers({ _q: 'B-SI' })).data).toHaveLength(1);
  });

  it('keys cannot be found out by filters, sorting or search', async () => {
    const { streaming } = site.api;

    await expect(
      streaming.consumers({ filters: { callbackKey: { $startsWith: 'v1' } } })
    ).rejects.toThrow(/no field callbackKey/);
    await expect(streaming.consumers({ sort: 'tokenId' })).rejects.toThrow(/no field tokenId/);
    expect((await streaming.consumers({ _q: 'v1:' })).data).toEqual([]);
  });

  it('what is not right is told with its path', async () => {
    const answer = await site.api.http.request('post', '/event-streaming/producers').send({
      name: '',
      url: 'not a url',
      accessKey: 'k',
      subscriber: 1,
      subscriptions: [{ contentType: 'nonsense', surprise: true }],
    });

    expect(answer.status).toBe(400);
    const body = answer.body as { error: { details: { errors: { path: string[] }[] } } };
    expect(body.error.details.errors.map(({ path }) => path.join('.'))).toEqual(
      expect.arrayContaining(['name', 'url', 'subscriptions.0.contentType', 'subscriptions.0'])
    );
  });

  it.each([[{ initialSync: 'existing' }, /only 'none'/]])(
    'a subscription with %j is refused, not ignored',
    async (wish, message) => {
      const body = {
        name: 'n',
        url: 'http://127.0.0.1:9',
        accessKey: 'k',
        subscriber: 1,
        subscriptions: [{ contentType: NOTE, ...wish }],
      };

      await expect(
        site.api.http.send('post', '/event-streaming/producers', { body })
      ).rejects.toThrow(message);
    }
  );

  it('nobody gets more rights by choosing a subscriber', async () => {
    const manager = persons.get(PERMISSIONS.manageProducers);
    const save = (subscriber: string) =>
      manager?.streaming.createProducer({
        name: 'n',
        url: 'http://127.0.0.1:9',
        accessKey: 'k',
        subscriber,
        subscriptions: [{ contentType: NOTE }],
      });

    await expect(save(site.api.administrator.email)).rejects.toThrow(/403.*manage admin users/);
    await expect(save(manager?.administrator.email ?? '')).rejects.toThrow(/could not be reached/);
  });

  it('content types are listed with what comes along', async () => {
    const types = await site.api.streaming.contentTypes();
    const reasonOf = (uid: string) => types.find((type) => type.uid === uid)?.reason;

    expect(reasonOf(NOTE)).toBeNull();
    expect(types.find(({ uid }) => uid === 'api::article.article')).toMatchObject({
      streamable: true,
      hasDraftAndPublish: true,
      isLocalized: true,
      dependencies: expect.arrayContaining([
        'api::author.author',
        'api::category.category',
        'plugin::upload.file',
      ]) as string[],
    });
    expect(types.find(({ uid }) => uid === NOTE)?.dependencies).toEqual([]);
    expect(types.some(({ uid }) => uid.startsWith('plugin::event-streaming'))).toBe(false);
    expect(
      types.find(({ uid }) => uid === 'api::customer.customer')?.attributes.map(({ name }) => name)
    ).not.toContain('internalNote');
  });

  it('what is kept back with a refused content type is the same in the panel as in the feed', async () => {
    const types = await site.api.streaming.contentTypes();
    const panel = (uid: string, refused: string[]) =>
      [...comesAlong(types, uid, [], refused)].sort();

    expect(panel('api::site-setting.site-setting', ['api::page.page'])).toEqual([
      'api::author.author',
      'plugin::upload.file',
    ]);
    for (const { uid, dependencies } of types) {
      expect(panel(uid, [])).toEqual(dependencies);
      for (const refused of dependencies) {
        const kept = dependenciesOf(site.strapi, uid, { refused: [refused] });
        expect([uid, refused, panel(uid, [refused])]).toEqual([uid, refused, kept]);
      }
    }
  });

  it('the plugin hides its content types from the Content Manager', async () => {
    const { data } = await site.api.http.send<{ data: { uid: string; isDisplayed: boolean }[] }>(
      'get',
      '/content-manager/content-types'
    );

    expect(
      data.filter(({ uid, isDisplayed }) => isDisplayed && uid.includes('event-streaming'))
    ).toEqual([]);
  });
});
