import type { Random } from '../../seed';
import type { Context, Generator } from '../context';
import { FILE } from '../known-documents';
import type { Action, UploadedFile } from '../operation';
import { scalarValue } from '../values';
import { chooseDocument } from './choose';

const MANY_FILES = 12;

/** One pixel of any colour: a picture that Strapi keeps byte for byte. */
const pixel = (random: Random): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00', 'latin1'),
    Buffer.from(Array.from({ length: 6 }, () => random.integer(0, 255))),
    Buffer.from(',\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;', 'latin1'),
  ]);

const file = (random: Random): UploadedFile => {
  const name = `${random.pick(['tree', 'häuser', 'Map of town', '地図'])}-${random.integer(1, 99)}`;
  return random.chance(0.5)
    ? { name: `${name}.gif`, type: 'image/gif', base64: pixel(random).toString('base64') }
    : {
        name: `${name}.txt`,
        type: 'text/plain',
        base64: Buffer.from(random.text(random.integer(1, 60))).toString('base64'),
      };
};

const details = (random: Random) => ({
  alternativeText: scalarValue(random, 'alternativeText', { type: 'string' }),
  caption: scalarValue(random, 'caption', { type: 'text' }),
});

const chooseFile = ({ random, known }: Context) => {
  const files = known.documents(FILE);
  return files.length === 0 ? null : random.pick(files);
};

const rowOf = (handle: string) => ({ $rowId: { handle, locale: null, status: null } });

const upload = ({ random, known }: Context) => {
  if (known.documents(FILE).length >= MANY_FILES) return null;
  const sent = file(random);
  const action: Action = {
    via: 'upload',
    path: ['/upload'],
    file: sent,
    fileInfo: { name: sent.name, ...details(random) },
  };
  return { action, touches: [FILE] };
};

/** Links the new file to an entry, past the entry's own document. */
const uploadTo = (context: Context) => {
  const { random, known } = context;
  const chosen = chooseDocument(context, (model) =>
    Object.values(model.attributes).some(({ type }) => type === 'media')
  );
  if (!chosen || known.documents(FILE).length >= MANY_FILES) return null;

  const { model, document } = chosen;
  const [field] = random.pick(
    Object.entries(model.attributes).filter(([, { type }]) => type === 'media')
  );
  const { locale, status } = random.pick(document.versions);
  const sent = file(random);
  const action: Action = {
    via: 'upload',
    path: ['/api/upload'],
    file: sent,
    fileInfo: { name: sent.name, ...details(random) },
    link: { ref: model.uid, refId: { $rowId: { handle: document.handle, locale, status } }, field },
  };
  return { action, touches: [FILE] };
};

const replace = (context: Context) => {
  const chosen = chooseFile(context);
  if (!chosen) return null;
  const sent = file(context.random);
  const action: Action = {
    via: 'upload',
    path: ['/upload?id=', rowOf(chosen.handle)],
    file: sent,
    fileInfo: { name: sent.name, ...details(context.random) },
  };
  return { action, touches: [FILE] };
};

const updateInfo = (context: Context) => {
  const chosen = chooseFile(context);
  if (!chosen) return null;
  const { random } = context;
  const action: Action = {
    via: 'upload',
    path: ['/upload?id=', rowOf(chosen.handle)],
    fileInfo: { name: `renamed-${random.integer(1, 999)}.txt`, ...details(random) },
  };
  return { action, touches: [FILE] };
};

const remove = (context: Context) => {
  const chosen = chooseFile(context);
  if (!chosen || context.known.documents(FILE).length < 4) return null;
  const action: Action = {
    via: 'admin',
    method: 'delete',
    path: ['/upload/files/', rowOf(chosen.handle)],
  };
  return { action, touches: [FILE] };
};

export const mediaGenerators: Generator[] = [
  { kind: 'media', weight: 4, make: upload },
  { kind: 'media', weight: 1, make: uploadTo },
  { kind: 'media', weight: 2, make: replace },
  { kind: 'media', weight: 2, make: updateInfo },
  { kind: 'media', weight: 1, make: remove },
];
