/** The plugin's services, wired together. Rooms get what they need as arguments, here. */
import type { Core } from '@strapi/strapi';

import { type Resolver, createResolver } from './capture';
import { getConfig } from './config';
import {
  type Conditions,
  type ConsumersService,
  type Notifier,
  type Sequencer,
  type SubscribedTypes,
  createConditionsService,
  createConsumersService,
  createNotifier,
  createSequencer,
  createSubscribedTypes,
} from './feed';
import { type Hooks, type SiteService, createHooksService, createSiteService } from './platform';
import {
  type MappingsService,
  type ProducersService,
  type Puller,
  createMappingsService,
  createProducersService,
  createPuller,
} from './sync';

export interface ServiceContext {
  strapi: Core.Strapi;
}

export interface Services {
  site: SiteService;
  hooks: Hooks;
  subscribedTypes: SubscribedTypes;
  notifier: Notifier;
  resolver: Resolver;
  sequencer: Sequencer;
  conditions: Conditions;
  consumers: ConsumersService;
  puller: Puller;
  producers: ProducersService;
  mappings: MappingsService;
}

/** A service of this plugin, typed. */
export const getService = <Name extends keyof Services>(
  strapi: Core.Strapi,
  name: Name
): Services[Name] => strapi.plugin('event-streaming').service<Services[Name]>(name);

const linkOptions = ({ strapi }: ServiceContext) => {
  const { media, network, pull } = getConfig(strapi);
  return {
    strapi,
    timeoutMs: network.timeoutMs,
    maxFileSize: media.maxFileSize,
    limits: { documents: pull.maxDocuments, bytes: pull.maxBytes },
    getSiteId: () => getService(strapi, 'site').getSiteId(),
    hooks: getService(strapi, 'hooks'),
  };
};

const saveOptions = ({ strapi }: ServiceContext) => ({
  ...linkOptions({ strapi }),
  siteUrl: getConfig(strapi).siteUrl,
  puller: getService(strapi, 'puller'),
});

export const services: { [Name in keyof Services]: (context: ServiceContext) => Services[Name] } = {
  site: createSiteService,

  hooks: createHooksService,

  subscribedTypes: createSubscribedTypes,

  notifier: ({ strapi }: ServiceContext) =>
    createNotifier({ strapi, site: getService(strapi, 'site') }),

  resolver: ({ strapi }: ServiceContext) =>
    createResolver({
      strapi,
      getSiteId: () => getService(strapi, 'site').getSiteId(),
      onLogged: () => getService(strapi, 'sequencer').wake(),
    }),

  sequencer: ({ strapi }: ServiceContext) =>
    createSequencer({
      strapi,
      site: getService(strapi, 'site'),
      onNumbered: (contentTypes) => getService(strapi, 'notifier').notify(contentTypes),
    }),

  conditions: createConditionsService,

  consumers: ({ strapi }: ServiceContext) =>
    createConsumersService({
      strapi,
      site: getService(strapi, 'site'),
      subscribedTypes: getService(strapi, 'subscribedTypes'),
      notifier: getService(strapi, 'notifier'),
      conditions: getService(strapi, 'conditions'),
      hooks: getService(strapi, 'hooks'),
    }),

  puller: ({ strapi }: ServiceContext) => {
    const { pull } = getConfig(strapi);
    return createPuller({
      ...linkOptions({ strapi }),
      batchSize: pull.batchSize,
      intervalSeconds: pull.intervalSeconds,
    });
  },

  producers: (context: ServiceContext) => createProducersService(saveOptions(context)),

  mappings: (context: ServiceContext) => createMappingsService(saveOptions(context)),
};
