import type { Core } from '@strapi/strapi';
import type { Hooks } from 'strapi-plugin-event-streaming/strapi-server';

const NOTE = 'api::note.note';

const startsWith = (value: unknown, start: string): value is string =>
  typeof value === 'string' && value.startsWith(start);

/** With `TRY_HOOKS`, code of this site has its say in what comes and goes: see docs/extending.md. */
export const tryHooks = (strapi: Core.Strapi): void => {
  const hooks = strapi.plugin('event-streaming').service<Hooks>('hooks');

  hooks.on('beforeSend', ({ contentType, fields, consumer }) => {
    if (contentType !== NOTE || !fields) {
      return undefined;
    }
    if (startsWith(fields.title, 'secret')) {
      return { skip: 'Secrets stay here.' };
    }
    if (startsWith(fields.title, 'unsendable')) {
      throw new Error('the censor is away');
    }
    return 'content' in fields
      ? { fields: { ...fields, content: `for ${consumer.name}` } }
      : undefined;
  });

  hooks.on('beforeApply', ({ contentType, fields }) => {
    if (contentType !== NOTE || !fields) {
      return undefined;
    }
    if (startsWith(fields.title, 'unwanted')) {
      return { skip: 'This site does not want it.' };
    }
    if (startsWith(fields.title, 'unbearable')) {
      throw new Error('this site cannot bear it');
    }
    return startsWith(fields.title, 'quiet')
      ? { fields: { ...fields, title: fields.title.toUpperCase() } }
      : undefined;
  });
  hooks.on('beforeApply', ({ contentType, fields }) =>
    contentType === NOTE && startsWith(fields?.title, 'QUIET')
      ? { fields: { ...fields, title: `${fields.title}!` } }
      : undefined
  );

  hooks.on('afterApply', ({ remote, local, updateType }) => {
    strapi.log.info(`afterApply ${updateType} ${remote.documentId} ${local?.documentId ?? 'gone'}`);
    throw new Error('the bell is broken');
  });
  hooks.on('onFailure', ({ remote, failure }) => {
    strapi.log.info(`onFailure ${remote.documentId} ${failure.cause}`);
  });
};
