import { Readable } from 'node:stream';

/** A part of a stream, from a server that does not answer range requests. */
export const sliceBytes = (
  source: Readable,
  { start, end }: { start: number; end: number }
): Readable => {
  const part = async function* () {
    let position = 0;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const from = Math.max(start - position, 0);
      const to = Math.min(end + 1 - position, chunk.length);
      position += chunk.length;
      if (from < to) {
        yield chunk.subarray(from, to);
      }
      if (position > end) {
        return;
      }
    }
  };
  return Readable.from(part(), { objectMode: false });
};
