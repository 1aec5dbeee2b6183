import fc from 'fast-check';
import { isEqual } from 'lodash';

import { type RemoteChange, compileMapping } from '../../../server/src/mapping';
import type { DocumentFields, FieldMapping, JsonValue } from '../../../server/src/protocol';
import {
  component,
  context,
  mapping,
  media,
  relation,
  row,
  shape,
  zone,
} from '../../support/mappings';
import { seededRandom } from '../../support/seed';

const TYPE = 'api::a.a';
const REMOTE = 'api::b.b';
const OTHER = 'api::c.c';

const attributes = {
  text: 'string',
  number: 'integer',
  whole: 'biginteger',
  day: 'date',
  json: 'json',
  one: relation(OTHER),
  many: relation(OTHER, true),
  files: media(true),
  part: component('x.part'),
  parts: component('x.part', true),
  zone: zone('x.part', 'x.other'),
};
const within = [shape('x.part', { label: 'string', one: relation(OTHER) }), shape('x.other', {})];
const types = [shape(TYPE, attributes), shape(OTHER, { text: 'string' }), ...within];
const remoteTypes = [shape(REMOTE, attributes), shape(OTHER, { text: 'string' }), ...within];

const part = mapping('part', 'x.part', 'x.part', [
  row('label', 'label', { defaultValue: 'none' }),
  row('one', 'one', { mappingType: 'document', mapping: 'other' }),
]);
const other = mapping('other', OTHER, OTHER, [row('text', 'text')]);
const ofPart = { mappingType: 'component', mapping: 'part' } as const;
const ofOther = { mappingType: 'document', mapping: 'other' } as const;

/** For each local field, the rows that can fill it; none fills it with a default value alone. */
const rows: Record<string, FieldMapping[]> = {
  text: [
    row('text', 'text'),
    row('text', 'number', { defaultValue: 'none' }),
    row('text', null, { transform: 'doc.day' }),
    row('text', 'updatedAt'),
  ],
  number: [
    row('number', 'number', { defaultValue: 7 }),
    row('number', 'whole'),
    row('number', null, { transform: 'anything' }),
  ],
  whole: [row('whole', 'whole'), row('whole', null, { transform: 'doc.number' })],
  day: [row('day', 'day'), row('day', 'updatedAt')],
  json: [row('json', 'json', { defaultValue: [1] }), row('json', 'json')],
  one: [
    row('one', 'one', ofOther),
    row('one', 'text', { ...ofOther, remoteValueFilters: { text: 'number' } }),
    row('one', null, { ...ofOther, remoteValueFilters: { text: 'eval:doc.text' } }),
  ],
  many: [row('many', 'many', ofOther), row('many', 'one', { ...ofOther, defaultValue: 'x' })],
  files: [row('files', 'files')],
  part: [row('part', 'part', ofPart)],
  parts: [
    row('parts', 'parts', ofPart),
    row('parts', 'zone', ofPart),
    row('parts', 'part', ofPart),
  ],
  zone: [row('zone', 'zone', ofPart), row('zone', 'parts', ofPart)],
};

const reference = fc.constantFrom('c-1', 'c-2', 'c-3').map((documentId) => ({
  contentType: OTHER,
  documentId,
}));
const orNothing = <T extends JsonValue>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: null, freq: 3 });
const aPart = fc.record({ label: orNothing(fc.string()), one: orNothing(reference) });
const inZone = fc.oneof(
  aPart.map((fields) => ({ __component: 'x.part', ...fields })),
  fc.constant({ __component: 'x.other' })
);
const uniqueReferences = fc.uniqueArray(reference, { selector: ({ documentId }) => documentId });
const DAYS = ['2026-01-30', '2026-01-31'];

const state: fc.Arbitrary<DocumentFields> = fc.record({
  text: orNothing(fc.string()),
  number: orNothing(fc.integer()),
  whole: orNothing(fc.maxSafeInteger().map(String)),
  day: orNothing(fc.constantFrom(...DAYS)),
  json: orNothing(
    fc.oneof(fc.constant<JsonValue>([]), fc.dictionary(fc.constant('a'), fc.integer()))
  ),
  one: orNothing(reference),
  many: uniqueReferences,
  files: uniqueReferences.map((list) =>
    list.map(({ documentId }) => ({ contentType: 'plugin::upload.file', documentId }))
  ),
  part: orNothing(aPart),
  parts: fc.array(aPart, { maxLength: 3 }),
  zone: fc.array(inZone, { maxLength: 3 }),
});

/** States of one document, one after the other, each a little different from the one before. */
const history = fc
  .tuple(state, fc.array(fc.tuple(state, fc.subarray(Object.keys(attributes))), { maxLength: 6 }))
  .map(([first, changes]) => {
    const states = [first];
    for (const [next, names] of changes) {
      const previous = states[states.length - 1];
      states.push({ ...previous, ...Object.fromEntries(names.map((name) => [name, next[name]])) });
    }
    return states.map((fields, index) => ({
      ...fields,
      updatedAt: `${DAYS[index % DAYS.length]}T00:00:00.000Z`,
    }));
  });

const aMapping = fc
  .record(
    Object.fromEntries(
      Object.entries(rows).map(([name, choices]) => [name, fc.constantFrom(...choices)])
    ),
    { requiredKeys: [] }
  )
  .map((chosen) =>
    mapping(
      'mapping',
      TYPE,
      REMOTE,
      Object.values(chosen).filter((one) => one !== undefined)
    )
  );

const at = (fields: DocumentFields, more: Partial<RemoteChange>): RemoteChange => ({
  updateType: 'update',
  changed: null,
  state: fields,
  documentId: 'b-1',
  locale: null,
  status: null,
  ...more,
});

const changedNames = (before: DocumentFields, after: DocumentFields): string[] =>
  Object.keys(attributes).filter((name) => !isEqual(before[name], after[name]));

describe('mapping event by event', () => {
  it('comes to the same as mapping the whole', async () => {
    await fc.assert(
      fc.asyncProperty(aMapping, history, async (given, states) => {
        const { map } = compileMapping(given, context(types, remoteTypes, [part, other]));
        const [first, ...later] = states;
        let folded = await map(at(first, { updateType: 'create' }));
        let before: DocumentFields = first;
        for (const after of later) {
          const changed = changedNames(before, after);
          // What has not changed makes no event.
          if (changed.length > 0) {
            folded = { ...folded, ...(await map(at(after, { changed }))) };
            before = after;
          }
        }
        expect(folded).toEqual(await map(at(before, { updateType: 'create' })));
        expect(folded).toEqual(await map(at(before, { changed: null })));
      }),
      { seed: seededRandom('mapping event by event').seed, numRuns: 500 }
    );
  });
});
