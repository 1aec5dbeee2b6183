import type { RowInput } from './row-input';
import { isList } from '../fields';
import type { AttributeShape } from '../../protocol';

/** Says when the remote field can hold more than the local one. */
export const warnOfLists = ({ to, report }: RowInput, from: AttributeShape): void => {
  if (isList(from) && !isList(to)) {
    report(
      'warning',
      'remoteField',
      `${from.name} is a list, and ${to.name} takes one entry: documents with more fail.`
    );
  }
};
