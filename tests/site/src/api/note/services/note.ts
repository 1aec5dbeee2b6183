import { factories } from '@strapi/strapi';

import { isOddNote } from '../is-odd-note';

export default factories.createCoreService('api::note.note', ({ strapi }) => ({
  /** A condition of a subscription: `cmd: api::note.note.isOddNote`. */
  isOddNote: ({ doc }: { doc: { createdAt: string } }) => isOddNote(strapi, doc),
}));
