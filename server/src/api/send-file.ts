import type { Context } from 'koa';

import { type ServedFile, parseByteRange } from '../feed';

/**
 * Answers with the bytes of a file, or the part that is asked for, so that an interrupted download
 * goes on where it ended. `If-Range` guards against going on with other bytes than it began with.
 */
export const sendFile = async (ctx: Context, file: ServedFile): Promise<void> => {
  const etag = `"${file.digest}"`;
  const condition = ctx.get('if-range');
  const range =
    condition === '' || condition === etag
      ? parseByteRange(ctx.get('range') || undefined, file.size)
      : ({ kind: 'whole' } as const);

  ctx.set({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-transform',
    'x-content-type-options': 'nosniff',
  });
  if (range.kind === 'unsatisfiable') {
    ctx.status = 416;
    ctx.set('content-range', `bytes */${file.size}`);
    ctx.body = '';
    return;
  }
  // Not its real type: to this route a file is bytes.
  ctx.type = 'application/octet-stream';
  if (range.kind === 'part') {
    const { start, end } = range;
    ctx.status = 206;
    ctx.body = await file.open({ start, end });
    ctx.set('content-range', `bytes ${start}-${end}/${file.size}`);
    ctx.length = end - start + 1;
    return;
  }
  ctx.body = await file.open();
  ctx.length = file.size;
};
