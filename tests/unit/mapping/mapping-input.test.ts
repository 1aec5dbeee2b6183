import { createMappingBody, shapes, updateMappingBody } from '../../../server/src/protocol';
import { shape } from '../../support/mappings';

describe('a mapping as the admin API takes it', () => {
  const body = {
    name: ' Opportunity ',
    localContentType: 'api::opportunity.opportunity',
    remoteContentType: 'api::erpnext-opportunity.erpnext-opportunity',
    fields: [{ localField: 'title', remoteField: 'subject' }],
  };
  const withRow = (more: object) => ({
    ...body,
    fields: [{ localField: 'title', ...more }],
  });

  it('has rows of which all but the local field can be left out', () => {
    expect(createMappingBody.parse(body)).toEqual({
      ...body,
      name: 'Opportunity',
      fields: [
        {
          localField: 'title',
          remoteField: 'subject',
          mappingType: null,
          mapping: null,
          remoteValueFilters: null,
          defaultValue: null,
          transform: null,
        },
      ],
    });
  });

  it('can be of components, and be changed in part', () => {
    expect(
      createMappingBody.safeParse({
        ...body,
        localContentType: 'shared.link',
        remoteContentType: 'page_parts.link',
      }).success
    ).toBe(true);
    expect(updateMappingBody.parse({ name: 'Deal' })).toEqual({ name: 'Deal' });
  });

  it.each<[string, unknown]>([
    ['a name of nothing', { ...body, name: ' ' }],
    ['no uid', { ...body, localContentType: 'note' }],
    ['no rows', { ...body, fields: undefined }],
    ['a property that rows do not have', withRow({ remotField: 'subject' })],
    ['an unknown mapping type', withRow({ mappingType: 'Child Table' })],
    ['filters that are no texts', withRow({ remoteValueFilters: { name: 7 } })],
    ['an empty filter', withRow({ remoteValueFilters: { name: '' } })],
    ['a field that could reach a prototype', withRow({ remoteField: '__proto__' })],
    ['a transform without end', withRow({ transform: 'x'.repeat(2001) })],
    ['too many rows', { ...body, fields: Array.from({ length: 501 }, () => body.fields[0]) }],
  ])('is refused: %s', (_what, input) => {
    expect(createMappingBody.safeParse(input).success).toBe(false);
  });
});

describe('the shapes that another site sends', () => {
  const NOTE = shape('api::note.note', { title: 'string' });

  it('are taken over, without what is not known', () => {
    expect(shapes.parse({ [NOTE.uid]: { ...NOTE, secret: 1 } })).toEqual({ [NOTE.uid]: NOTE });
  });

  const many = (count: number, attributes: object) =>
    Array.from({ length: count }, (_, index) => ({ name: `n${index}`, ...attributes }));

  it.each<[string, unknown]>([
    ['a type under the uid of another', { 'api::page.page': NOTE }],
    ['an attribute that could reach a prototype', shape(NOTE.uid, { ['__proto__']: 'string' })],
    ['too many attributes', { ...NOTE, attributes: many(501, { type: 'string' }) }],
    [
      'too many values of an enumeration',
      {
        ...NOTE,
        attributes: many(1, {
          type: 'enumeration',
          enum: Array.from({ length: 1001 }, (_, index) => String(index)),
        }),
      },
    ],
    ['a value without end', { ...NOTE, attributes: many(1, { type: 'x'.repeat(256) }) }],
    [
      'a relation to what is no uid',
      { ...NOTE, attributes: many(1, { type: 'relation', target: 'a' }) },
    ],
  ])('are refused: %s', (_what, type) => {
    const uid = (type as { uid?: string }).uid;
    expect(shapes.safeParse(uid === undefined ? type : { [uid]: type }).success).toBe(false);
  });

  it('are refused when they are too many', () => {
    const types = Array.from({ length: 501 }, (_, index) => shape(`api::t${index}.t`, {}));

    expect(
      shapes.safeParse(Object.fromEntries(types.map((type) => [type.uid, type]))).success
    ).toBe(false);
  });
});
