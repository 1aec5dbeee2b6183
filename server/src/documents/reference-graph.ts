/**
 * Which attributes hold references, and in which table. A document changes with the rows of such a
 * table, whoever writes them: the document, the one it refers to, or a foreign key that cascades.
 */
import type { Core } from '@strapi/strapi';

import { type LinkTable, mediaLinks, metadataOf, relationLinks } from './link-table';
import { FILE, componentsOf, findComponent, streamableAttributes } from './streamability';

/** A relation or media attribute, on the side where it is stored and from where it travels. */
export interface OwningAttribute {
  /** uid of a content type or component. */
  owner: string;
  name: string;
  /** null: any content type. */
  target: string | null;
  links: LinkTable;
  /** The attribute of the target that shows the same relation. */
  inversedBy: string | null;
  /** References are told apart by the status of their targets, as in `version-form.ts`. */
  tellsStatus: boolean;
  /** A target has one owner: whoever gains it takes it from another. */
  isExclusive: boolean;
}

/** A table that says which component belongs to which row of a content type or component. */
export interface ComponentTable {
  parent: string;
  table: string;
  parentColumn: string;
  componentColumn: string;
  typeColumn: string;
}

export interface ReferenceGraph {
  attributes: OwningAttribute[];
  /** By component. */
  parents: Map<string, ComponentTable[]>;
  /** By component: the content types it occurs in, however deep. */
  roots: Map<string, Set<string>>;
}

const schemas = (strapi: Core.Strapi) => [
  ...Object.values(strapi.contentTypes),
  ...Object.values(strapi.components),
];

const findAttributes = (strapi: Core.Strapi): OwningAttribute[] =>
  schemas(strapi).flatMap((schema) =>
    streamableAttributes(strapi, schema).flatMap((attribute): OwningAttribute[] => {
      // A file does not own what it is used in: media belong to the document that shows them.
      if (schema.uid === FILE || (attribute.kind !== 'relation' && attribute.kind !== 'media')) {
        return [];
      }
      const { name } = attribute;
      const metadata = metadataOf(strapi, schema.uid, name);
      const links =
        attribute.kind === 'media'
          ? mediaLinks(strapi, schema.uid, name)
          : relationLinks(strapi.db.metadata.get(schema.uid).tableName, metadata);
      return links
        ? [
            {
              owner: schema.uid,
              name,
              target: attribute.kind === 'media' ? FILE : attribute.target,
              links,
              tellsStatus: attribute.kind === 'relation' && (attribute.many || attribute.byRow),
              inversedBy: metadata.inversedBy ?? null,
              isExclusive: metadata.relation === 'oneToOne' && metadata.inversedBy !== undefined,
            },
          ]
        : [];
    })
  );

const findParents = (strapi: Core.Strapi): Map<string, ComponentTable[]> => {
  const parents = new Map<string, ComponentTable[]>();
  for (const schema of schemas(strapi)) {
    const attributes = streamableAttributes(strapi, schema);
    const first = attributes.find((attribute) => componentsOf(attribute).length > 0);
    // All component attributes of a schema share one table.
    const joinTable = first && metadataOf(strapi, schema.uid, first.name).joinTable;
    const componentColumn =
      joinTable?.morphColumn?.idColumn.name ?? joinTable?.inverseJoinColumn?.name;
    if (joinTable && componentColumn !== undefined) {
      new Set(attributes.flatMap(componentsOf)).forEach((component) => {
        const table = {
          parent: schema.uid,
          table: joinTable.name,
          parentColumn: joinTable.joinColumn.name,
          componentColumn,
          typeColumn: 'component_type',
        };
        parents.set(component, [...(parents.get(component) ?? []), table]);
      });
    }
  }
  return parents;
};

const findRoots = (
  strapi: Core.Strapi,
  parents: Map<string, ComponentTable[]>
): Map<string, Set<string>> => {
  const rootsOf = (uid: string, seen: Set<string>): string[] =>
    (parents.get(uid) ?? []).flatMap(({ parent }) => {
      if (!findComponent(strapi, parent)) {
        return [parent];
      }
      return seen.has(parent) ? [] : rootsOf(parent, new Set([...seen, parent]));
    });
  return new Map([...parents.keys()].map((uid) => [uid, new Set(rootsOf(uid, new Set([uid])))]));
};

const graphs = new WeakMap<Core.Strapi, ReferenceGraph>();

/** Schemas change only with a restart: read once. Call it when the database's metadata is loaded. */
export const getReferenceGraph = (strapi: Core.Strapi): ReferenceGraph => {
  let graph = graphs.get(strapi);
  if (!graph) {
    const parents = findParents(strapi);
    graph = { attributes: findAttributes(strapi), parents, roots: findRoots(strapi, parents) };
    graphs.set(strapi, graph);
  }
  return graph;
};
