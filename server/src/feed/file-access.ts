/**
 * Which files a consumer may have. A file has no content type of its own to be approved by: it
 * comes along with the documents that show it.
 */
import type { Core } from '@strapi/strapi';

import { type FileRow, FILE, findSchema, schemasWithin, streamableAttributes } from '../documents';

export interface FileRights {
  /** Files themselves are approved. */
  hasAllFiles: boolean;
  /** Content types whose documents the consumer may have. */
  contentTypes: readonly string[];
}

interface MorphJoin {
  joinTable: {
    name: string;
    joinColumn: { name: string };
    morphColumn: { typeColumn: { name: string } };
  };
}

interface Use {
  /** A content type, or a component. */
  type: string;
  field: string;
}

/** Where a file is shown: which field of what. */
const readUses = async (strapi: Core.Strapi, fileId: number): Promise<Use[]> => {
  const { joinTable } = strapi.db.metadata.get(FILE).attributes.related as unknown as MorphJoin;
  const type = joinTable.morphColumn.typeColumn.name;
  const rows = (await strapi.db
    .getConnection(joinTable.name)
    .distinct(type, 'field')
    .where({ [joinTable.joinColumn.name]: fileId })) as Record<string, string>[];
  return rows.map((row) => ({ type: row[type] ?? '', field: row.field ?? '' }));
};

/** The media fields that travel with a content type, those of its components included. */
const mediaFieldsWithin = (strapi: Core.Strapi, contentType: string): Set<string> => {
  const schema = findSchema(strapi, contentType);
  return new Set(
    (schema ? schemasWithin(strapi, schema) : []).flatMap((part) =>
      streamableAttributes(strapi, part)
        .filter(({ kind }) => kind === 'media')
        .map(({ name }) => `${part.uid}/${name}`)
    )
  );
};

/** A file that only private fields show stays here, as what those fields hold does. */
export const mayHaveFile = async (
  strapi: Core.Strapi,
  { hasAllFiles, contentTypes }: FileRights,
  file: Pick<FileRow, 'id'>
): Promise<boolean> => {
  if (hasAllFiles) {
    return true;
  }
  const uses = await readUses(strapi, file.id);
  const allowed = contentTypes.map((uid) => mediaFieldsWithin(strapi, uid));
  return uses.some(({ type, field }) => allowed.some((fields) => fields.has(`${type}/${field}`)));
};
