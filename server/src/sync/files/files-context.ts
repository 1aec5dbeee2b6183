import type { Core } from '@strapi/strapi';

import type { FileSource } from './download';
import type { FilePermission } from '../../platform';

/** Everything that receiving files needs to know. */
export interface FilesContext {
  strapi: Core.Strapi;
  /** The admin user in whose name files are written. */
  subscriber: { id: number; email: string };
  mayWriteFile: FilePermission;
  source: FileSource;
  /** In bytes. */
  maxFileSize: number;
}
