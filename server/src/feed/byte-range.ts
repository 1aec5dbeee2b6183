/** The part of a file that a request asks for (RFC 9110 §14). Pure. */

export type RequestedRange =
  | { kind: 'whole' }
  | { kind: 'part'; start: number; end: number }
  | { kind: 'unsatisfiable' };

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * Only a single range is answered in part, which is all that an interrupted download needs;
 * whatever else is asked for gets the whole, as the standard allows.
 */
export const parseByteRange = (header: string | undefined, size: number): RequestedRange => {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') {
    return { kind: 'whole' };
  }
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) {
    return { kind: 'whole' };
  }
  return start > end ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
};
