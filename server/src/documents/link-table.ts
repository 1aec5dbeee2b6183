import type { Core } from '@strapi/strapi';

import { FILE } from './streamability';

/** Where an attribute keeps its references: a join table, the owner's own table, or that of files. */
export interface LinkTable {
  table: string;
  ownerColumn: string;
  targetColumn: string;
  /** Names the target's content type, where it can be any. */
  targetTypeColumn: string | null;
  orderColumn: string | null;
  /** Tells the attribute's rows from those of others in the same table. */
  filter: Record<string, string>;
}

interface Column {
  name: string;
}

/** What Strapi's database layer knows of a relational attribute (`database/metadata/relations`). */
export interface RelationMetadata {
  relation?: string;
  target?: string;
  inversedBy?: string;
  joinColumn?: Column;
  morphColumn?: { idColumn: Column; typeColumn: Column };
  joinTable?: {
    name: string;
    joinColumn: Column;
    inverseJoinColumn?: Column;
    morphColumn?: { idColumn: Column; typeColumn: Column };
    orderColumnName?: string;
    on?: Record<string, string>;
  };
}

export const metadataOf = (strapi: Core.Strapi, uid: string, name: string): RelationMetadata =>
  strapi.db.metadata.get(uid).attributes[name] as unknown as RelationMetadata;

export const mediaLinks = (strapi: Core.Strapi, owner: string, name: string): LinkTable | null => {
  const { joinTable } = metadataOf(strapi, FILE, 'related');
  return joinTable?.morphColumn
    ? {
        table: joinTable.name,
        ownerColumn: joinTable.morphColumn.idColumn.name,
        targetColumn: joinTable.joinColumn.name,
        targetTypeColumn: null,
        orderColumn: 'order',
        filter: { [joinTable.morphColumn.typeColumn.name]: owner, field: name },
      }
    : null;
};

export const relationLinks = (
  table: string,
  { joinTable, joinColumn, morphColumn }: RelationMetadata
): LinkTable | null => {
  if (joinTable) {
    const morph = joinTable.morphColumn;
    const targetColumn = morph ? morph.idColumn.name : joinTable.inverseJoinColumn?.name;
    return targetColumn === undefined
      ? null
      : {
          table: joinTable.name,
          ownerColumn: joinTable.joinColumn.name,
          targetColumn,
          targetTypeColumn: morph?.typeColumn.name ?? null,
          orderColumn: morph ? 'order' : (joinTable.orderColumnName ?? null),
          filter: joinTable.on ?? {},
        };
  }
  const targetColumn = (morphColumn?.idColumn ?? joinColumn)?.name;
  return targetColumn === undefined
    ? null
    : {
        table,
        ownerColumn: 'id',
        targetColumn,
        targetTypeColumn: morphColumn?.typeColumn.name ?? null,
        orderColumn: null,
        filter: {},
      };
};
