import type { Knex } from 'knex';

import type { DatabaseClient } from '../database';
import type { Attribute, Model, Schemas } from '../schemas';
import { isMorph, isOwningSide, isRelation, isSecret } from '../schemas';
import { canonicalFile } from './files';
import {
  FILES,
  MEDIA_LINKS,
  columnOf,
  componentLinks,
  joinColumn,
  linkTable,
  morphLinks,
  tablesOf,
} from './layout';
import type { Json } from './scalars';
import { canonicalScalar } from './scalars';
import type { Row, Tables } from './tables';
import { readTables } from './tables';

/** All that two sites in step must have in common, in a form that can be compared. */
export interface Dump {
  /** By `<content type> <documentId> <locale> <status>`. */
  versions: Record<string, Json>;
  /** For the inverse side of each relation: which sources a target lists, in which order. */
  inverseOrder: Record<string, Json>;
}

export interface DumpSource {
  db: Knex;
  client: DatabaseClient;
  schemas: Schemas;
  contentTypes: readonly string[];
  /** The site's folder of uploaded files. */
  uploads: string;
}

interface Reader {
  source: DumpSource;
  tables: Tables;
}

const statusOf = (row: Row) => (row.published_at === null ? 'draft' : 'published');

/** How a version is called: its document, and locale and status where the type has them. */
const versionName = (model: Model, row: Row): string =>
  [
    String(row.document_id),
    ...(model.localized ? [String(row.locale)] : []),
    ...(model.draftAndPublish ? [statusOf(row)] : []),
  ].join(' ');

/**
 * A source without Draft & Publish lists both versions of a target that has them. Readers see one
 * status at a time, so the order within each is content, that between the two is not.
 */
const listTargets = (target: Model, rows: readonly Row[], owner: Model): Json => {
  const names = (some: readonly Row[]) => some.map((row) => versionName(target, row));
  if (owner.draftAndPublish || !target.draftAndPublish) return names(rows);
  return {
    draft: names(rows.filter((row) => statusOf(row) === 'draft')),
    published: names(rows.filter((row) => statusOf(row) === 'published')),
  };
};

const readToOne = (target: Model, [row]: readonly Row[], owner: Model): Json => {
  if (!row) return [];
  // Without Draft & Publish, Strapi links draft and published version: the document counts.
  const isEither = !owner.draftAndPublish && target.draftAndPublish;
  return [versionName(isEither ? { ...target, draftAndPublish: false } : target, row)];
};

const present = <T>(values: readonly (T | undefined)[]): T[] =>
  values.filter((value) => value !== undefined);

interface MorphTarget {
  model: Model;
  row: Row;
}

/** Whether readers of this status see the target: it has that status, or none. */
const isIn = (status: string | null, { model, row }: MorphTarget) =>
  status === null || !model.draftAndPublish || statusOf(row) === status;

/** A link to a row that is gone is no link: Strapi leaves such behind and shows nothing. */
const morphTarget = (
  { source, tables }: Reader,
  type: unknown,
  id: unknown
): MorphTarget | null => {
  if (typeof type !== 'string' || !source.contentTypes.includes(type)) return null;
  const model = source.schemas.get(type);
  const row = tables.find(model.table, id);
  return row ? { model, row } : null;
};

const readMorph = (
  reader: Reader,
  model: Model,
  row: Row,
  name: string,
  attribute: Attribute,
  owner: Model
): Json => {
  const { tables } = reader;
  const title = (target: MorphTarget) =>
    `${target.model.uid} ${versionName(target.model, target.row)}`;
  if (attribute.relation === 'morphToOne') {
    const target = morphTarget(reader, row.target_type, row.target_id);
    return target && title(target);
  }
  const column = columnOf(name);
  const links = tables
    .select(morphLinks(model, name), `${columnOf(model.singularName)}_id`, row.id, 'order')
    .flatMap((link) => {
      const target = morphTarget(reader, link[`${column}_type`], link[`${column}_id`]);
      // Which attribute of the target shows the link is not compared: Strapi itself notes it only
      // when the link was made from there (README, limits).
      return target ? [{ target }] : [];
    });
  const list = (status: string | null): Json =>
    links.filter(({ target }) => isIn(status, target)).map(({ target }) => title(target));
  return owner.draftAndPublish
    ? list(null)
    : { draft: list('draft'), published: list('published') };
};

const readRelation = (
  { source, tables }: Reader,
  model: Model,
  row: Row,
  name: string,
  attribute: Attribute,
  owner: Model
): Json => {
  const target = source.schemas.get(attribute.target ?? '');
  if (attribute.useJoinTable === false) {
    const found = tables.find(target.table, row[joinColumn(name)]);
    return found ? [versionName(target, found)] : [];
  }
  const link = linkTable(model, name, attribute, target);
  const targets = tables
    .select(link.table, link.source, row.id, link.order)
    .map((each) => tables.find(target.table, each[link.target]));
  const rows = present(targets);
  if (attribute.relation?.endsWith('ToOne') === true) {
    // Strapi itself leaves several rows at times (after a clone of the other side), and shows one.
    return readToOne(target, rows, owner);
  }
  return listTargets(target, rows, owner);
};

const readMedia = ({ source, tables }: Reader, model: Model, row: Row, name: string): Json =>
  present(
    tables
      .select(MEDIA_LINKS, 'related_id', row.id, 'order')
      .filter((link) => link.related_type === model.uid && link.field === name)
      .map((link) => tables.find(FILES, link.file_id))
  ).map((file) => canonicalFile(source.uploads, file));

const readComponents = (
  reader: Reader,
  model: Model,
  row: Row,
  name: string,
  attribute: Attribute,
  owner: Model
): Json =>
  reader.tables
    .select(componentLinks(model), 'entity_id', row.id, 'order')
    .filter((link) => link.field === name)
    .flatMap((link) => {
      const uid = String(link.component_type);
      const component = reader.source.schemas.get(uid);
      const found = reader.tables.find(component.table, link.cmp_id);
      // An emptied dynamic zone leaves links to components that are gone; Strapi shows none.
      if (!found) return [];
      const fields = readFields(reader, component, found, owner);
      return [attribute.type === 'dynamiczone' ? { __component: uid, ...fields } : fields];
    });

const readScalar = (
  { source }: Reader,
  model: Model,
  row: Row,
  name: string,
  { type }: Attribute
): Json => {
  const value = row[columnOf(name)];
  // A column by another name must not pass for one that is empty on both sites.
  if (value === undefined) throw new Error(`${model.table} has no column for ${name}.`);
  return canonicalScalar(source.client, type, value);
};

const isCompared = ({ source }: Reader, attribute: Attribute): boolean =>
  !isSecret(attribute) &&
  (!isRelation(attribute) ||
    (isOwningSide(attribute) &&
      (isMorph(attribute) || source.contentTypes.includes(attribute.target ?? ''))));

/** `owner` is the content type a component belongs to, or the model itself. */
const readFields = (reader: Reader, model: Model, row: Row, owner: Model): Record<string, Json> => {
  const fields: Record<string, Json> = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    if (!isCompared(reader, attribute)) continue;

    switch (attribute.type) {
      case 'relation':
        fields[name] = isMorph(attribute)
          ? readMorph(reader, model, row, name, attribute, owner)
          : readRelation(reader, model, row, name, attribute, owner);
        break;
      case 'media':
        fields[name] = readMedia(reader, model, row, name);
        break;
      case 'component':
      case 'dynamiczone':
        fields[name] = readComponents(reader, model, row, name, attribute, owner);
        break;
      default:
        fields[name] = readScalar(reader, model, row, name, attribute);
    }
  }
  return fields;
};

const readVersions = (reader: Reader, models: readonly Model[]): Record<string, Json> => {
  const versions: Record<string, Json> = {};
  for (const model of models) {
    for (const row of reader.tables.rows(model.table)) {
      let name = `${model.uid} ${versionName(model, row)}`;
      // Two rows of one version are a fault, which must not hide behind the other row.
      while (name in versions) name += ' (again)';
      versions[name] = readFields(reader, model, row, model);
    }
  }
  return versions;
};

const readInverseOrder = (reader: Reader, models: readonly Model[]): Record<string, Json> => {
  const { source, tables } = reader;
  const lists: Record<string, Json> = {};
  for (const model of models) {
    for (const [name, attribute] of Object.entries(model.attributes)) {
      if (!isRelation(attribute) || !attribute.inversedBy || !isCompared(reader, attribute)) {
        continue;
      }
      const target = source.schemas.get(attribute.target ?? '');
      const link = linkTable(model, name, attribute, target);
      if (!link.inverseOrder) continue;

      for (const row of tables.rows(target.table)) {
        const sources = present(
          tables
            .select(link.table, link.target, row.id, link.inverseOrder)
            .map((each) => tables.find(model.table, each[link.source]))
        );
        const key = `${target.uid} ${versionName(target, row)} ${attribute.inversedBy}`;
        if (sources.length > 1) lists[key] = listTargets(model, sources, target);
      }
    }
  }
  return lists;
};

/** Every model that documents of these content types are made of. */
const withComponents = (schemas: Schemas, models: readonly Model[]): Model[] => {
  const found = new Set<Model>();
  const add = (model: Model) => {
    if (found.has(model)) return;
    found.add(model);
    for (const { component, components = [] } of Object.values(model.attributes)) {
      for (const uid of component ? [component] : components) add(schemas.get(uid));
    }
  };
  models.forEach(add);
  return [...found];
};

/** Reads a site's database with none of the plugin's code. */
export const readDump = async (source: DumpSource): Promise<Dump> => {
  const models = source.contentTypes.map((uid) => source.schemas.get(uid));
  const names = tablesOf(source.schemas, withComponents(source.schemas, models));
  // A relation may lead to a type that is not compared; its table is read, not listed.
  const reader: Reader = { source, tables: await readTables(source.db, names) };

  return {
    versions: readVersions(reader, models),
    inverseOrder: readInverseOrder(reader, models),
  };
};
