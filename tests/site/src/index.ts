import type { Core } from '@strapi/strapi';

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

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register({ name: 'color', type: 'string' });
  },

  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.ANSWER_NOTES === 'true') {
      answerNotes(strapi);
    }
  },
};
