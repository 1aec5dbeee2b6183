import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { SITE_DIR } from './paths';

/**
 * The content types and components of the test site, read from the files that define them. Tests
 * that look into a site's database go by these alone: they ask neither Strapi nor the plugin what
 * a table is called or where a relation is kept.
 */
export interface Attribute {
  type: string;
  required?: boolean;
  unique?: boolean;
  private?: boolean;
  enum?: string[];
  multiple?: boolean;
  repeatable?: boolean;
  component?: string;
  components?: string[];
  relation?: string;
  target?: string;
  inversedBy?: string;
  mappedBy?: string;
  morphBy?: string;
  useJoinTable?: boolean;
  pluginOptions?: { i18n?: { localized?: boolean } };
}

export interface Model {
  uid: string;
  kind: 'collectionType' | 'singleType' | 'component';
  table: string;
  singularName: string;
  pluralName: string;
  draftAndPublish: boolean;
  localized: boolean;
  attributes: Readonly<Record<string, Attribute>>;
}

export const USER = 'plugin::users-permissions.user';

interface SchemaFile {
  kind?: 'collectionType' | 'singleType';
  collectionName: string;
  info: { singularName?: string; pluralName?: string };
  options?: { draftAndPublish?: boolean; privateAttributes?: string[] };
  pluginOptions?: { i18n?: { localized?: boolean } };
  attributes: Record<string, Attribute>;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as SchemaFile;

const toModel = (uid: string, name: string, schema: SchemaFile): Model => {
  const hidden = new Set(schema.options?.privateAttributes);
  return {
    uid,
    kind: schema.kind ?? 'component',
    table: schema.collectionName,
    singularName: schema.info.singularName ?? name,
    pluralName: schema.info.pluralName ?? name,
    draftAndPublish: schema.options?.draftAndPublish === true,
    localized: schema.pluginOptions?.i18n?.localized === true,
    attributes: Object.fromEntries(
      Object.entries(schema.attributes).map(([attributeName, attribute]) => [
        attributeName,
        hidden.has(attributeName) ? { ...attribute, private: true } : attribute,
      ])
    ),
  };
};

const foldersIn = (directory: string) => readdirSync(directory).sort();

const contentTypes = (): Model[] => {
  const apis = path.join(SITE_DIR, 'src', 'api');
  return foldersIn(apis).flatMap((api) =>
    foldersIn(path.join(apis, api, 'content-types')).map((name) =>
      toModel(
        `api::${api}.${name}`,
        name,
        read(path.join(apis, api, 'content-types', name, 'schema.json'))
      )
    )
  );
};

const components = (): Model[] => {
  const root = path.join(SITE_DIR, 'src', 'components');
  return foldersIn(root).flatMap((category) =>
    foldersIn(path.join(root, category)).map((file) => {
      const name = path.basename(file, '.json');
      return toModel(`${category}.${name}`, name, read(path.join(root, category, file)));
    })
  );
};

/** Users of the site, without their role: roles are each site's own. */
const user: Model = {
  uid: USER,
  kind: 'collectionType',
  table: 'up_users',
  singularName: 'user',
  pluralName: 'users',
  draftAndPublish: false,
  localized: false,
  attributes: {
    username: { type: 'string', required: true, unique: true },
    email: { type: 'email', required: true },
    provider: { type: 'string' },
    password: { type: 'password', private: true },
    resetPasswordToken: { type: 'string', private: true },
    confirmationToken: { type: 'string', private: true },
    confirmed: { type: 'boolean' },
    blocked: { type: 'boolean' },
  },
};

export interface Schemas {
  readonly contentTypes: readonly Model[];
  /** A content type or a component. */
  get(uid: string): Model;
}

export const readSchemas = (): Schemas => {
  const types = [...contentTypes(), user];
  const byUid = new Map([...types, ...components()].map((model) => [model.uid, model]));

  return {
    contentTypes: types,
    get(uid) {
      const model = byUid.get(uid);
      if (!model) throw new Error(`The test site has no ${uid}.`);
      return model;
    },
  };
};

export const isRelation = ({ type }: Attribute) => type === 'relation';

export const isMorph = ({ relation = '' }: Attribute) => relation.startsWith('morph');

/** Whether the relation's rows are this side's; the other side only shows them. */
export const isOwningSide = ({ relation, mappedBy }: Attribute) =>
  mappedBy === undefined && relation !== 'morphOne' && relation !== 'morphMany';

export const isToMany = ({ relation = '' }: Attribute) => /Many$/.test(relation);

/** What never leaves the site. */
export const isSecret = ({ type, private: isPrivate }: Attribute) =>
  type === 'password' || isPrivate === true;
