/** The types of what code of a site can extend the plugin with (docs/extending.md). */
import type { Conditions as ConditionsService } from './feed';
import type { Hooks as HooksService } from './platform';
import type { MappingsService } from './sync';

/** `strapi.plugin('event-streaming').service<Conditions>('conditions')` */
export type Conditions = Pick<ConditionsService, 'register'>;
/** `strapi.plugin('event-streaming').service<MappingFunctions>('mappings')` */
export type MappingFunctions = Pick<MappingsService, 'register'>;
/** `strapi.plugin('event-streaming').service<Hooks>('hooks')` */
export type Hooks = Pick<HooksService, 'on'>;

export type { ConditionArguments, ConditionFunction } from './feed';
export type { MappingFunction } from './sync';
export type {
  AfterApply,
  BeforeApply,
  BeforeSend,
  DocumentFields,
  HookAnswer,
  HookFunctions,
  HookName,
  HookedProducer,
  HookedVersion,
  JsonValue,
  OnFailure,
  Reference,
  UpdateLog,
} from './protocol';
