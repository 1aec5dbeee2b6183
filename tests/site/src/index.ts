import type { Core } from '@strapi/strapi';

import { isOddNote } from './api/note/is-odd-note';

interface NoteWrite {
  title?: string;
}

/** With `ANSWER_NOTES`, a program of this site answers notes, whoever wrote them. */
const answerNotes = (strapi: Core.Strapi) => {
  strapi.db.lifecycles.subscribe({
    models: ['api::note.note'],
    async afterCreate({ params }) {
      const { title = '' } = params.data as NoteWrite;
      if (title.startsWith('ask: ')) {
        await strapi
          .documents('api::note.note')
          .create({ data: { title: title.replace('ask', 'answer') } });
      }
    },
  });
};

/** Conditions that consumers can ask for as `cmd: <name>`. */
const registerConditions = (strapi: Core.Strapi) => {
  const conditions = strapi.plugin('event-streaming').service('conditions');
  conditions.register('isOddNote', ({ doc }: { doc: { createdAt: string } }) =>
    isOddNote(strapi, doc)
  );
  conditions.register('fails', () => {
    throw new Error('the search server is away');
  });
  conditions.register('hangs', () => new Promise<boolean>(() => {}));
};

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register({ name: 'color', type: 'string' });
    registerConditions(strapi);
  },

  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.ANSWER_NOTES === 'true') {
      answerNotes(strapi);
    }
  },
};
