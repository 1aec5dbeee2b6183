import { type RowInput, introduce } from './row-input';
import { findMapping, isOfComponents } from '../context';
import type { InnerMapping } from '../plan';
import { list } from '../sentences';
import type { MappingType } from '../../protocol';

/** The mapping that the row names, if it can fill the field; else null, as is reported. */
export const findInnerMapping = (
  { context, row, to, report }: RowInput,
  type: MappingType,
  localTypes: string[] | null
): InnerMapping | null => {
  const wanted = localTypes === null ? '' : ` into ${list(localTypes, ' or ')}`;
  const advice = `Choose a mapping ${type === 'component' ? 'of components' : 'of content types'}${wanted}.`;
  if (row.mappingType !== type) {
    report(
      'error',
      'mappingType',
      `The row fills ${introduce(to)}: choose the mapping type "${type}", and a mapping${wanted}.`
    );
    return null;
  }
  if (row.mapping === null) {
    report('error', 'mapping', `The row fills ${introduce(to)}, without a mapping. ${advice}`);
    return null;
  }
  const inner = findMapping(context, row.mapping);
  if (!inner) {
    report('error', 'mapping', `The mapping ${row.mapping} does not exist. ${advice}`);
    return null;
  }
  if (isOfComponents(inner) !== (type === 'component')) {
    const kind = isOfComponents(inner) ? 'components' : 'content types';
    report('error', 'mapping', `The mapping "${inner.name}" is one of ${kind}. ${advice}`);
    return null;
  }
  if (localTypes !== null && !localTypes.includes(inner.localContentType)) {
    report(
      'error',
      'mapping',
      `The mapping "${inner.name}" makes ${inner.localContentType}, which ${to.name} does not ` +
        `hold. ${advice}`
    );
    return null;
  }
  return { ...inner, documentId: row.mapping };
};
