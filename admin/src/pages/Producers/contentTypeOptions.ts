import type { Mapping, StreamableContentType } from '../../../../server/src/protocol';
import type { SelectOption } from '../../components/SelectField';

interface ContentTypeOptionsInput {
  contentTypes: StreamableContentType[];
  /** What they are for can be subscribed to, even if this site has no such content type. */
  mappings: Pick<Mapping, 'remoteContentType'>[];
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
  mappings,
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
  const foreign = new Set(
    mappings
      .map(({ remoteContentType }) => remoteContentType)
      // Components come with the documents that they are in.
      .filter((uid) => uid.includes('::') && !contentTypes.some((type) => type.uid === uid))
  );
  options.push(
    ...[...foreign].map((uid) => ({
      value: uid,
      label: uid,
      disabled: uid !== current && taken.includes(uid),
    }))
  );
  const isKnown = current === null || options.some(({ value }) => value === current);
  return isKnown ? options : [{ value: current, label: current, disabled: false }, ...options];
};
