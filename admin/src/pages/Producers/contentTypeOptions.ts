import type { StreamableContentType } from '../../../../server/src/protocol';
import type { SelectOption } from '../../components/SelectField';

interface ContentTypeOptionsInput {
  contentTypes: StreamableContentType[];
  /** What the row has chosen. */
  current: string | null;
  /** What any row has chosen. */
  taken: (string | null)[];
}

const labelOf = ({ displayName, uid, streamable, reason }: StreamableContentType) =>
  streamable || reason === null ? `${displayName} (${uid})` : `${displayName} (${uid}): ${reason}`;

/** Streamable types first; the others are shown with the reason why they cannot be chosen. */
export const contentTypeOptions = ({
  contentTypes,
  current,
  taken,
}: ContentTypeOptionsInput): SelectOption[] => {
  const ordered = [
    ...contentTypes.filter(({ streamable }) => streamable),
    ...contentTypes.filter(({ streamable }) => !streamable),
  ];
  const options = ordered.map((contentType) => ({
    value: contentType.uid,
    label: labelOf(contentType),
    disabled:
      contentType.uid !== current && (!contentType.streamable || taken.includes(contentType.uid)),
  }));
  const isKnown = current === null || options.some(({ value }) => value === current);
  return isKnown ? options : [{ value: current, label: current, disabled: false }, ...options];
};
