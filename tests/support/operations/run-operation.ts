import type { Http } from '../http';
import { RequestFailed } from '../http';
import type { ServiceCall } from '../site-calls';
import { CallRefused } from '../site-calls';
import type { Site } from '../site-process';
import type { KnownDocuments } from './known-documents';
import { UnknownDocument } from './known-documents';
import type { Action, CallAction, Operation, Template } from './operation';
import type { Reviver } from './revive';

/** The site that operations run on, and the ways into it. */
export interface Stage {
  site: Site;
  /** The admin panel's API. */
  admin: Http;
  /** The content API with full access. */
  rest: Http;
  known: KnownDocuments;
  reviver: Reviver;
}

export type Outcome = { kind: 'done' } | { kind: 'refused'; reason: string };

type Components = { id: number; __component?: string }[];

const request = async (stage: Stage, action: Extract<Action, { via: 'admin' | 'rest' }>) => {
  const http = action.via === 'admin' ? stage.admin : stage.rest;
  const query = action.query === undefined ? undefined : stage.known.resolve(action.query);
  await http.send(action.method, pathOf(stage, action.path), {
    query: query as Record<string, unknown> | undefined,
    body: action.body === undefined ? undefined : stage.known.resolve(action.body),
  });
};

const pathOf = ({ known }: Stage, parts: readonly Template[]): string =>
  parts.map((part) => String(known.resolve(part) as string | number)).join('');

const upload = async (
  stage: Stage,
  { path, file, fileInfo, link }: Extract<Action, { via: 'upload' }>
) => {
  const url = pathOf(stage, path);
  const sent = (link ? stage.rest : stage.admin)
    .request('post', url)
    .field('fileInfo', JSON.stringify(stage.known.resolve(fileInfo)));
  if (link) {
    void sent
      .field('ref', link.ref)
      .field('refId', String(stage.known.resolve(link.refId)))
      .field('field', link.field);
  }
  if (file) {
    void sent.attach('files', Buffer.from(file.base64, 'base64'), {
      filename: file.name,
      contentType: file.type,
    });
  }
  const { ok, status, body } = await sent;
  if (!ok) throw new RequestFailed('post', url, status, body);
};

const editComponents = async (
  stage: Stage,
  { uid, version, attribute, change }: Extract<Action, { via: 'components' }>
) => {
  const documentId = stage.known.resolve({ $documentId: version.handle });
  const call = (method: string, params: object) =>
    stage.site.call<Record<string, Components> | null>({
      kind: 'documents',
      uid,
      method,
      params: { documentId, ...(version.locale ? { locale: version.locale } : {}), ...params },
    });
  const found = (await call('findOne', { populate: [attribute] }))?.[attribute];
  const kept = (Array.isArray(found) ? found : []).map(({ id, __component }) => ({
    id,
    ...(__component ? { __component } : {}),
  }));
  const changed = { reverse: [...kept].reverse(), 'drop first': kept.slice(1), keep: kept };
  await call('update', { data: { [attribute]: changed[change] } });
};

const recreateLocale = async ({ admin }: Stage, code: string) => {
  const locales = await admin.send<{ id: number; code: string; name: string }[]>(
    'get',
    '/i18n/locales'
  );
  const found = locales.find((locale) => locale.code === code);
  if (!found) throw new Error(`The site has no locale ${code}.`);
  await admin.send('delete', `/i18n/locales/${found.id}`);
  await admin.send('post', '/i18n/locales', {
    body: { code, name: found.name, isDefault: false },
  });
};

const toCall = ({ known }: Stage, { via, uid, method, params }: CallAction): ServiceCall => ({
  kind: via,
  uid,
  method,
  params: known.resolve(params),
});

const perform = async (stage: Stage, action: Action): Promise<void> => {
  switch (action.via) {
    case 'documents':
    case 'query':
      await stage.site.call(toCall(stage, action));
      break;
    case 'transaction': {
      const { calls, rollBack } = action;
      const params = { calls: calls.map((each) => toCall(stage, each)), rollBack };
      await stage.site.call({ kind: 'transaction', params });
      break;
    }
    case 'admin':
    case 'rest':
      await request(stage, action);
      break;
    case 'upload':
      await upload(stage, action);
      break;
    case 'locale':
      await recreateLocale(stage, action.code);
      break;
    case 'components':
      await editComponents(stage, action);
      break;
  }
};

const isRefusal = (error: unknown): error is Error =>
  error instanceof CallRefused ||
  error instanceof RequestFailed ||
  error instanceof UnknownDocument;

/** Runs one operation. That Strapi refuses it is an outcome; that the site ends is mended. */
export const runOperation = async (stage: Stage, operation: Operation): Promise<Outcome> => {
  let outcome: Outcome = { kind: 'done' };
  try {
    await perform(stage, operation.action);
  } catch (error) {
    if (isRefusal(error)) outcome = { kind: 'refused', reason: error.message };
    else if (await stage.reviver.revive()) {
      outcome = { kind: 'refused', reason: 'the site has ended' };
    } else throw error;
  }
  // Also after a refusal: not every one leaves nothing behind.
  operation.made = await stage.known.refresh(operation.touches, operation.made);
  return outcome;
};
