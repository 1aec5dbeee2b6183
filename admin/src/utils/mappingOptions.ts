import type { Mapping, MappingType } from '../../../server/src/protocol';
import type { SelectOption } from '../components/SelectField';

export const mappingLabel = ({ name, localContentType, remoteContentType }: Mapping): string =>
  `${name} (${localContentType} ← ${remoteContentType})`;

/** Mappings of components or of content types; the present one stays, whatever it is. */
export const mappingOptions = (
  mappings: Mapping[],
  type: MappingType | null,
  current: string | null
): SelectOption[] => {
  const fitting = mappings.filter(
    ({ documentId, localContentType }) =>
      documentId === current ||
      (type !== null && localContentType.includes('::') === (type === 'document'))
  );
  const options = fitting.map((mapping) => ({
    value: mapping.documentId,
    label: mappingLabel(mapping),
  }));
  const isKnown = current === null || fitting.some(({ documentId }) => documentId === current);
  return isKnown ? options : [{ value: current, label: current }, ...options];
};
