import type { StreamableContentType } from '../../../../server/src/protocol';
import type { SelectOption } from '../../components/SelectField';

/** Short texts, by which a person would tell documents apart too. */
const KEY_TYPES = ['string', 'email', 'uid'];

/** The attributes that can be a natural key; the present one stays, even if it is gone. */
export const adoptOptions = (
  contentType: Pick<StreamableContentType, 'attributes'> | undefined,
  current: string | null
): SelectOption[] => {
  const names = (contentType?.attributes ?? [])
    .filter(({ type }) => KEY_TYPES.includes(type))
    .map(({ name }) => name);
  const all = current === null || names.includes(current) ? names : [current, ...names];
  return all.map((name) => ({ value: name, label: name }));
};
