import type { Core } from '@strapi/strapi';

import { describeShapes } from '../../documents';
import type { Shapes } from '../../protocol';

const known = new WeakMap<Core.Strapi, Shapes>();

/** This site's content types and components, by uid. Schemas change only with a restart. */
export const localShapes = (strapi: Core.Strapi): Shapes => {
  let shapes = known.get(strapi);
  if (!shapes) {
    const uids = [...Object.keys(strapi.contentTypes), ...Object.keys(strapi.components)];
    shapes = Object.assign({}, ...uids.map((uid) => describeShapes(strapi, uid))) as Shapes;
    known.set(strapi, shapes);
  }
  return shapes;
};
