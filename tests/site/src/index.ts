import type { Core } from '@strapi/strapi';
import type { Conditions, MappingFunctions } from 'strapi-plugin-event-streaming/strapi-server';

import { isOddNote } from './api/note/is-odd-note';
import { hideField } from './hide-field';
import { tryHooks } from './try-hooks';

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
  const conditions = strapi.plugin('event-streaming').service<Conditions>('conditions');
  conditions.register('isOddNote', ({ doc }) =>
    typeof doc.createdAt === 'string' ? isOddNote(strapi, { createdAt: doc.createdAt }) : false
  );
  conditions.register('fails', () => {
    throw new Error('the search server is away');
  });
  conditions.register('hangs', () => new Promise<boolean>(() => {}));
};

/** Functions that mappings can call, as in `eval:country()`. */
const registerMappingFunctions = (strapi: Core.Strapi) => {
  const mappings = strapi.plugin('event-streaming').service<MappingFunctions>('mappings');
  mappings.register('country', () => process.env.SITE_COUNTRY ?? 'Germany');
};

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register({ name: 'color', type: 'string' });
    registerConditions(strapi);
    registerMappingFunctions(strapi);
    if (process.env.PRIVATE_FIELD) {
      hideField(strapi, process.env.PRIVATE_FIELD);
    }
    if (process.env.TRY_HOOKS === 'true') {
      tryHooks(strapi);
    }
  },

  bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.ANSWER_NOTES === 'true') {
      answerNotes(strapi);
    }
  },
};
