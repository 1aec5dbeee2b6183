import type { Core } from '@strapi/strapi';

import type { Conditions } from './conditions';
import type { Hooks } from '../platform';

/** What decides, beside approvals, what of a document leaves this site. */
export interface FeedContext {
  strapi: Core.Strapi;
  conditions: Conditions;
  hooks: Hooks;
}
