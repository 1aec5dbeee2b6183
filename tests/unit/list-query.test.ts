import { translateFilters, translateSort } from '../../server/src/api/find-page';

const FIELDS = {
  documentId: 'sourceDocumentId',
  status: 'syncStatus',
  producer: { name: 'producerName' },
};

describe('the list parameters of the admin API', () => {
  it('filters are put into the words of the table', () => {
    expect(
      translateFilters(
        {
          $or: [{ documentId: 'a' }, { $not: { status: { $in: ['failed'] } } }],
          producer: { name: { $eq: 'b' } },
        },
        FIELDS
      )
    ).toEqual({
      $or: [{ sourceDocumentId: 'a' }, { $not: { syncStatus: { $in: ['failed'] } } }],
      producerName: { $eq: 'b' },
    });
  });

  it.each([
    [{ accessKey: { $startsWith: 'v1' } }],
    [{ producer: { accessKey: { $startsWith: 'v1' } } }],
    [{ status: { password: 'x' } }],
    [{ $and: [{ constructor: 'x' }] }],
    ['text'],
  ])('a field that is not in the answers cannot be asked for: %j', (filters) => {
    expect(() => translateFilters(filters, FIELDS)).toThrow();
  });

  it('sort takes one or several fields of the answers', () => {
    expect(translateSort('documentId:DESC,status', FIELDS)).toEqual([
      'sourceDocumentId:desc',
      'syncStatus:asc',
    ]);
    expect(() => translateSort('accessKey', FIELDS)).toThrow('no field accessKey');
    expect(() => translateSort('producer', FIELDS)).toThrow('no field producer');
  });
});
