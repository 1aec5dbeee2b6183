import type { FilesContext } from './files-context';
import { FILE, type FileRow, readEntity } from '../../documents';
import { ApplyError } from '../failures';

/**
 * What the subscriber may do in the Media Library, the plugin may do in his name. Strapi has one
 * permission for changing and for deleting files.
 * @param row the local file; null: it is to be made
 * @throws ApplyError `permission`
 */
export const assertMayWriteFile = async (
  { strapi, subscriber, mayWriteFile }: FilesContext,
  row: FileRow | null
): Promise<void> => {
  const verb = row ? 'update' : 'create';
  const entity = row && (await readEntity(strapi, FILE, row.documentId));
  if (!(await mayWriteFile(verb, entity))) {
    throw new ApplyError(
      'permission',
      `The subscriber ${subscriber.email} may not ${verb} files in the Media Library. Give one of ` +
        'his roles that permission (Plugins, Upload, assets), or choose another subscriber, then ' +
        'resync.'
    );
  }
};
