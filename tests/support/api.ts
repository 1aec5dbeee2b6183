import { createDocuments } from './documents';
import type { Documents } from './documents';
import { createHttp } from './http';
import type { Http, Target } from './http';
import { createStreamingApi } from './streaming-api';
import type { StreamingApi } from './streaming-api';

export interface Administrator {
  email: string;
  password: string;
}

/** What one signed-in administrator can do on one site. */
export interface AdminApi {
  readonly administrator: Administrator;
  readonly token: string;
  readonly http: Http;
  /** The plugin's own admin API. */
  readonly streaming: StreamingApi;
  documents<Fields extends object = Record<string, unknown>>(uid: string): Documents<Fields>;
  createLocale(code: string, name: string): Promise<void>;
  /** A person with these permissions and no others, such as `PERMISSIONS.approveConsumers`. */
  invite(administrator: Administrator, actions: string[]): Promise<AdminApi>;
}

interface TokenAnswer {
  data: { token: string };
}

interface IdAnswer {
  data: { id: number; registrationToken?: string };
}

const createAdminApi = (target: Target, administrator: Administrator, token: string): AdminApi => {
  const http = createHttp(target, token);

  return {
    administrator,
    token,
    http,
    streaming: createStreamingApi(http),
    documents: (uid) => createDocuments(http, uid),
    async createLocale(code, name) {
      await http.send('post', '/i18n/locales', { body: { code, name, isDefault: false } });
    },
    async invite(invited, actions) {
      const role = await http.send<IdAnswer>('post', '/admin/roles', {
        body: { name: `Role of ${invited.email}`, description: '' },
      });
      await http.send('put', `/admin/roles/${role.data.id}/permissions`, {
        body: {
          permissions: actions.map((action) => ({
            action,
            subject: null,
            properties: {},
            conditions: [],
          })),
        },
      });
      const user = await http.send<IdAnswer>('post', '/admin/users', {
        body: { firstname: 'Test', email: invited.email, roles: [role.data.id] },
      });
      const { data } = await createHttp(target).send<TokenAnswer>('post', '/admin/register', {
        body: {
          registrationToken: user.data.registrationToken,
          userInfo: { firstname: 'Test', password: invited.password },
        },
      });
      return createAdminApi(target, invited, data.token);
    },
  };
};

export const FIRST_ADMINISTRATOR: Administrator = {
  email: 'admin@example.com',
  password: 'Test-site-1',
};

/** Registers the first administrator of a fresh site and signs in as that person. */
export const registerFirstAdmin = async (
  target: Target,
  administrator: Administrator = FIRST_ADMINISTRATOR
): Promise<AdminApi> => {
  const { data } = await createHttp(target).send<TokenAnswer>('post', '/admin/register-admin', {
    body: { firstname: 'Test', lastname: 'Administrator', ...administrator },
  });
  return createAdminApi(target, administrator, data.token);
};

/** Signs in on a site that already has this administrator. */
export const login = async (
  target: Target,
  administrator: Administrator = FIRST_ADMINISTRATOR
): Promise<AdminApi> => {
  const { data } = await createHttp(target).send<TokenAnswer>('post', '/admin/login', {
    body: administrator,
  });
  return createAdminApi(target, administrator, data.token);
};
