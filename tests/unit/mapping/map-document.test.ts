import {
  type MappedTarget,
  type RemoteChange,
  InvalidMappingError,
  MappingError,
  compileMapping,
  fillTargets,
  findTargets,
  lookupError,
} from '../../../server/src/mapping';
import type {
  DocumentFields,
  FieldMapping,
  JsonValue,
  MappingDefinition,
  Reference,
  TypeShape,
} from '../../../server/src/protocol';
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

const DEAL = 'api::deal.deal';
const LEAD = 'api::lead.lead';
const ERP_DEAL = 'api::erp-deal.erp-deal';
const CUSTOMER = 'api::customer.customer';
const PERSON = 'api::person.person';
const FILE = 'plugin::upload.file';
const USER = 'plugin::users-permissions.user';

const local = [
  shape(DEAL, {
    title: 'string',
    note: 'text',
    amount: 'integer',
    rate: 'decimal',
    closed: 'date',
    tags: 'json',
    lead: relation(LEAD),
    leads: relation(LEAD, true),
    about: relation(null, true),
    keeper: { ...relation(USER), matchedByEmail: true },
    cover: media(),
    gallery: media(true),
    address: component('shared.address'),
    lines: component('deal.line', true),
    body: zone('section.quote', 'section.lines'),
  }),
  shape(LEAD, { name: 'string' }),
  shape('shared.address', { street: 'string', country: 'string' }),
  shape('deal.line', { item: 'string', quantity: 'integer', lead: relation(LEAD) }),
  shape('section.quote', { text: 'text' }),
  shape('section.lines', { lines: component('deal.line', true) }),
];

const remote = [
  shape(ERP_DEAL, {
    subject: 'string',
    price: 'string',
    share: 'float',
    closedAt: 'datetime',
    labels: 'json',
    customerName: 'string',
    phone: 'integer',
    customer: relation(CUSTOMER),
    customers: relation(CUSTOMER, true),
    about: relation(null, true),
    keeper: { ...relation(USER), matchedByEmail: true },
    image: media(),
    images: media(true),
    address: component('erp.address'),
    items: component('erp.item', true),
    sections: zone('erp.quote', 'erp.items', 'erp.other'),
  }),
  shape(CUSTOMER, { name: 'string', phone: 'string', country: 'string' }),
  shape(PERSON, {}),
  shape('erp.address', { line1: 'string' }),
  shape('erp.item', { label: 'string', count: 'string', customer: relation(CUSTOMER) }),
  shape('erp.quote', { text: 'text' }),
  shape('erp.items', { items: component('erp.item', true) }),
  shape('erp.other', {}),
];

const lead = mapping('lead', LEAD, CUSTOMER, [row('name', 'name')]);
const person = mapping('person', LEAD, PERSON, []);
const address = mapping('address', 'shared.address', 'erp.address', [
  row('street', 'line1'),
  row('country', null, { defaultValue: 'DE' }),
]);
const line = mapping('line', 'deal.line', 'erp.item', [
  row('item', 'label'),
  row('quantity', 'count'),
  row('lead', 'customer', { mappingType: 'document', mapping: 'lead' }),
]);
const quote = mapping('quote', 'section.quote', 'erp.quote', [row('text', 'text')]);
const lines = mapping('lines', 'section.lines', 'erp.items', [
  row('lines', 'items', { mappingType: 'component', mapping: 'line' }),
]);
const saved = [lead, person, address, line, quote, lines];

const ofComponent = (inner: MappingDefinition, more: Partial<FieldMapping> = {}) => ({
  mappingType: 'component' as const,
  mapping: inner.documentId,
  ...more,
});
const ofDocument = (inner: MappingDefinition, more: Partial<FieldMapping> = {}) => ({
  mappingType: 'document' as const,
  mapping: inner.documentId,
  ...more,
});

const compileRows = (fields: FieldMapping[], types: { remote?: TypeShape[] } = {}) =>
  compileMapping(
    mapping('deal', DEAL, ERP_DEAL, fields),
    context(local, types.remote ?? remote, saved)
  );

const change = (state: DocumentFields, more: Partial<RemoteChange> = {}): RemoteChange => ({
  updateType: 'create',
  changed: null,
  state,
  documentId: 'deal-1',
  locale: null,
  status: null,
  ...more,
});

const update = (changed: string[] | null, state: DocumentFields) =>
  change(state, { updateType: 'update', changed });

/** Targets as they are, to look at. */
const show = (target: MappedTarget): Reference =>
  target.kind === 'lookup'
    ? { contentType: target.localContentType, documentId: JSON.stringify(target.filters) }
    : target.reference;

const map = async (fields: FieldMapping[], given: RemoteChange) =>
  fillTargets(await compileRows(fields).map(given), show);

const create = (fields: FieldMapping[], state: DocumentFields) => map(fields, change(state));

const customer = (documentId: string, contentType = CUSTOMER) => ({ contentType, documentId });
const file = (documentId: string) => customer(documentId, FILE);

describe('values', () => {
  it('go from the remote field into the local one; what has no row is dropped', async () => {
    expect(
      await create([row('title', 'subject'), row('amount', 'price'), row('closed', 'closedAt')], {
        subject: 'A deal',
        price: '12',
        closedAt: '2026-01-31T00:00:00.000Z',
        share: 0.5,
      })
    ).toEqual({ title: 'A deal', amount: 12, closed: '2026-01-31' });
  });

  it('that do not fit are a failure that names the row', async () => {
    const failure = await create([row('title', 'subject'), row('amount', 'price')], {
      price: '007',
    }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(MappingError);
    expect((failure as MappingError).message).toBe(
      'Row 2 (amount ← price) of the mapping "deal": "007" does not become an integer value ' +
        'without loss. Correct it on the producer, or give the row a transform.'
    );
    expect((failure as MappingError).place).toEqual({
      mappingName: 'deal',
      row: 1,
      localField: 'amount',
      remoteField: 'price',
      path: 'amount',
    });
  });

  it('can be what goes along with the document', async () => {
    const fields = [row('title', 'documentId'), row('note', 'createdAt')];

    expect(await create(fields, { createdAt: '2026-01-31T00:00:00.000Z' })).toEqual({
      title: 'deal-1',
      note: '2026-01-31T00:00:00.000Z',
    });
  });

  it.each<[string, JsonValue, FieldMapping, JsonValue]>([
    ['nothing', null, row('title', 'subject'), null],
    ['an empty text for text', '', row('note', 'subject'), ''],
    ['an empty text for a number', '', row('amount', 'price'), null],
    ['an empty list for JSON', [], row('tags', 'labels'), []],
    ['nothing, with a default', null, row('title', 'subject', { defaultValue: 'None' }), 'None'],
    ['an empty text, with a default', '', row('amount', 'price', { defaultValue: '7' }), 7],
    ['an empty list, with a default', [], row('tags', 'labels', { defaultValue: ['a'] }), ['a']],
    ['0, with a default', 0, row('rate', 'share', { defaultValue: 7 }), 0],
    ['false in JSON, with a default', false, row('tags', 'labels', { defaultValue: ['a'] }), false],
  ])('empty or not: %s', async (_what, value, given, expected) => {
    expect(await create([given], { [given.remoteField ?? '']: value })).toEqual({
      [given.localField]: expected,
    });
  });

  it('that the document has not are empty', async () => {
    expect(await create([row('title', 'subject', { defaultValue: 'None' })], {})).toEqual({
      title: 'None',
    });
  });
});

describe('transforms', () => {
  it('compute from the document, and convert', async () => {
    const fields = [
      row('amount', null, { transform: 'doc.price' }),
      row('note', 'subject', { transform: '"fixed"' }),
      row('title', null, { transform: 'doc.documentId' }),
    ];

    expect(await create(fields, { price: '12', subject: 'a' })).toEqual({
      amount: 12,
      note: 'fixed',
      title: 'deal-1',
    });
  });

  it('that come to nothing give the default value', async () => {
    const fields = [row('title', null, { transform: 'doc.subject', defaultValue: 'None' })];

    expect(await create(fields, { subject: '' })).toEqual({ title: 'None' });
  });

  it('that fail, or give what does not fit, name the row', async () => {
    await expect(create([row('title', null, { transform: 'doc.nope' })], {})).rejects.toThrow(
      'Row 1 (title) of the mapping "deal": its expression failed (No such key: nope). Change ' +
        'the transform.'
    );
    await expect(create([row('amount', null, { transform: '1.5' })], {})).rejects.toThrow(
      '1.5 does not become an integer value without loss. Change the transform.'
    );
  });
});

describe('updates', () => {
  const fields = [
    row('title', 'subject', { defaultValue: 'None' }),
    row('note', null, { defaultValue: 'from the producer' }),
    row('amount', 'price'),
    row('rate', null, { transform: 'doc.share' }),
  ];
  const state = { subject: 'A deal', price: '12', share: 0.5 };

  it('map what changed, and leave alone what did not', async () => {
    expect(await map(fields, update(['price'], state))).toEqual({ amount: 12 });
    expect(await map(fields, update(['share'], state))).toEqual({ rate: 0.5 });
    expect(await map(fields, update(['phone'], state))).toEqual({});
  });

  it('do not set a default value again', async () => {
    expect(await map(fields, update(['subject', 'price', 'share'], state))).toEqual({
      title: 'A deal',
      amount: 12,
      rate: 0.5,
    });
    expect(await map(fields, update(null, state))).not.toHaveProperty('note');
    expect(await map(fields, change(state))).toHaveProperty('note', 'from the producer');
  });

  it('that empty a field give it the default value, as a create does', async () => {
    expect(await map(fields, update(['subject'], { ...state, subject: null }))).toEqual({
      title: 'None',
    });
    expect(await map(fields, update(['price'], { ...state, price: null }))).toEqual({
      amount: null,
    });
  });

  it('concern a row that reads nobody knows what, whatever changed', async () => {
    expect(
      await map([row('amount', null, { transform: 'anything' })], update(['phone'], {}))
    ).toEqual({ amount: 3 });
  });

  it('concern the time of the last change, whatever changed', async () => {
    const updatedAt = '2026-01-31T00:00:00.000Z';

    expect(await map([row('closed', 'updatedAt')], update(['phone'], { updatedAt }))).toEqual({
      closed: '2026-01-31',
    });
  });

  it('concern a look-up when what it is found by changed', async () => {
    const given = [
      row('lead', 'customerName', {
        ...ofDocument(lead),
        remoteValueFilters: { name: 'customerName', phone: 'eval:doc.price', country: 'subject' },
      }),
    ];
    const found = { customerName: 'Ada', price: '12', subject: 'DE' };

    for (const changed of ['customerName', 'price', 'subject']) {
      expect(await map(given, update([changed], found))).toHaveProperty('lead');
    }
    expect(await map(given, update(['share'], found))).toEqual({});
  });
});

describe('components', () => {
  it('are mapped field by field, with their own default values', async () => {
    expect(
      await create([row('address', 'address', ofComponent(address))], {
        address: { line1: 'Main Street' },
      })
    ).toEqual({ address: { street: 'Main Street', country: 'DE' } });
  });

  it('keep their order, and their references', async () => {
    expect(
      await create([row('lines', 'items', ofComponent(line))], {
        items: [
          { label: 'b', count: '2', customer: customer('c-1') },
          { label: 'a', count: null, customer: null },
        ],
      })
    ).toEqual({
      lines: [
        { item: 'b', quantity: 2, lead: customer('c-1') },
        { item: 'a', quantity: null, lead: null },
      ],
    });
  });

  it('of a dynamic zone are mapped by component; those without a row are dropped', async () => {
    const fields = [
      row('body', 'sections', ofComponent(quote)),
      row('body', 'sections', ofComponent(lines)),
    ];

    expect(
      await create(fields, {
        sections: [
          { __component: 'erp.items', items: [{ label: 'a', count: '1' }] },
          { __component: 'erp.other' },
          { __component: 'erp.quote', text: 'Well said' },
        ],
      })
    ).toEqual({
      body: [
        { __component: 'section.lines', lines: [{ item: 'a', quantity: 1, lead: null }] },
        { __component: 'section.quote', text: 'Well said' },
      ],
    });
  });

  it('go into a dynamic zone, and out of it', async () => {
    expect(
      await create([row('body', 'sections', ofComponent(quote))], {
        sections: [{ __component: 'erp.quote', text: 'a' }],
      })
    ).toEqual({ body: [{ __component: 'section.quote', text: 'a' }] });

    const one = mapping('one', 'shared.address', 'erp.other', [
      row('country', null, { defaultValue: 'FR' }),
    ]);
    const mapped = compileMapping(
      mapping('deal', DEAL, ERP_DEAL, [row('address', 'sections', ofComponent(one))]),
      context(local, remote, [one])
    ).map(change({ sections: [{ __component: 'erp.quote' }, { __component: 'erp.other' }] }));
    expect(fillTargets(await mapped, show)).toEqual({ address: { country: 'FR' } });
  });

  it('that are empty give the default value, or nothing', async () => {
    const defaultValue = [{ item: 'none', quantity: '1', lead: 'lead-1' }];

    expect(
      await create(
        [
          row('address', 'address', ofComponent(address)),
          row('lines', 'items', ofComponent(line, { defaultValue })),
          row('body', 'sections', ofComponent(quote)),
        ],
        { address: null, items: [], sections: [] }
      )
    ).toEqual({
      address: null,
      lines: [{ item: 'none', quantity: 1, lead: { contentType: LEAD, documentId: 'lead-1' } }],
      body: [],
    });
  });

  it('say where a value is that does not fit', async () => {
    await expect(
      create([row('body', 'sections', ofComponent(lines))], {
        sections: [
          {
            __component: 'erp.items',
            items: [
              { label: 'a', count: '1' },
              { label: 'b', count: 'two' },
            ],
          },
        ],
      })
    ).rejects.toThrow(
      'Row 2 (quantity ← count) of the mapping "line", for body.0.lines.1.quantity: "two"'
    );
  });

  it('of which there are too many say so', async () => {
    const one = mapping('one', 'shared.address', 'erp.item', [row('street', 'label')]);
    const { map: mapDeal } = compileMapping(
      mapping('deal', DEAL, ERP_DEAL, [row('address', 'items', ofComponent(one))]),
      context(local, remote, [one])
    );

    await expect(mapDeal(change({ items: [{ label: 'a' }, { label: 'b' }] }))).rejects.toThrow(
      'Row 1 (address ← items) of the mapping "deal": the producer has 2 entries, and the field ' +
        'takes one.'
    );
  });
});

describe('relations', () => {
  const targetsOf = async (fields: FieldMapping[], state: DocumentFields) =>
    findTargets(await compileRows(fields).map(change(state)));

  it('keep their references and order, with the mapping that makes the targets local', async () => {
    const [first, second] = [customer('c-2'), { ...customer('c-1'), locale: 'en' }];

    expect(
      await targetsOf([row('leads', 'customers', ofDocument(lead))], { customers: [first, second] })
    ).toEqual([
      { kind: 'remote', reference: first, mapping: 'lead', localContentType: LEAD },
      { kind: 'remote', reference: second, mapping: 'lead', localContentType: LEAD },
    ]);
  });

  it('to one go into a list, and one of a list into a relation to one', async () => {
    expect(
      await create([row('leads', 'customer', ofDocument(lead))], { customer: customer('c-1') })
    ).toEqual({ leads: [customer('c-1')] });
    expect(
      await create([row('lead', 'customers', ofDocument(lead))], { customers: [customer('c-1')] })
    ).toEqual({ lead: customer('c-1') });
    await expect(
      create([row('lead', 'customers', ofDocument(lead))], {
        customers: [customer('c-1'), customer('c-2')],
      })
    ).rejects.toThrow('the producer has 2 entries, and the field takes one');
  });

  it('that are empty give the default value, which is a document of this site', async () => {
    expect(
      await targetsOf([row('leads', 'customers', ofDocument(lead, { defaultValue: ['lead-1'] }))], {
        customers: [],
      })
    ).toEqual([{ kind: 'local', reference: { contentType: LEAD, documentId: 'lead-1' } }]);
    expect(await create([row('lead', 'customer', ofDocument(lead))], { customer: null })).toEqual({
      lead: null,
    });
  });

  it('that are polymorphic are mapped by type; those without a row are dropped', async () => {
    expect(
      await targetsOf(
        [row('about', 'about', ofDocument(lead)), row('about', 'about', ofDocument(person))],
        { about: [customer('p-1', PERSON), customer('x', 'api::x.x'), customer('c-1')] }
      )
    ).toEqual([
      {
        kind: 'remote',
        reference: customer('p-1', PERSON),
        mapping: 'person',
        localContentType: LEAD,
      },
      { kind: 'remote', reference: customer('c-1'), mapping: 'lead', localContentType: LEAD },
    ]);
  });

  it('to users, and files, come as they are', async () => {
    const keeper = { ...customer('u-1', USER), email: 'ada@example.org' };

    expect(
      await targetsOf([row('keeper', 'keeper'), row('gallery', 'images'), row('cover', 'image')], {
        keeper,
        images: [file('f-2'), file('f-1')],
        image: file('f-3'),
      })
    ).toEqual([
      { kind: 'remote', reference: keeper, mapping: null, localContentType: USER },
      { kind: 'remote', reference: file('f-2'), mapping: null, localContentType: FILE },
      { kind: 'remote', reference: file('f-1'), mapping: null, localContentType: FILE },
      { kind: 'remote', reference: file('f-3'), mapping: null, localContentType: FILE },
    ]);
  });

  it('lose targets that cannot be filled in, and hold each once', async () => {
    const mapped = await compileRows([row('leads', 'customers', ofDocument(lead))]).map(
      change({ customers: [customer('a'), customer('b'), customer('c')] })
    );

    expect(
      fillTargets(mapped, (target) =>
        show(target).documentId === 'b' ? null : { contentType: LEAD, documentId: 'same' }
      )
    ).toEqual({ leads: [{ contentType: LEAD, documentId: 'same' }] });
  });

  it('name all mappings that are needed for their targets', () => {
    expect(
      compileRows([
        row('about', 'about', ofDocument(person)),
        row('body', 'sections', ofComponent(lines)),
      ]).related
    ).toEqual(['person', 'lead']);
  });
});

describe('look-ups', () => {
  const fields = [
    row(
      'lead',
      'customerName',
      ofDocument(lead, {
        remoteValueFilters: { name: 'customerName', phone: 'phone', country: 'eval:"DE"' },
        defaultValue: 'lead-1',
      })
    ),
  ];
  const lookup = async (state: DocumentFields) => {
    const [target] = findTargets(await compileRows(fields).map(change(state)));
    if (target?.kind !== 'lookup') throw new Error('Nothing is looked for.');
    return target;
  };

  it('ask for the one document with these values, in the types of its fields', async () => {
    expect(await lookup({ customerName: 'Ada', phone: 49 })).toEqual({
      kind: 'lookup',
      remoteContentType: CUSTOMER,
      filters: { name: 'Ada', phone: '49', country: 'DE' },
      mapping: 'lead',
      localContentType: LEAD,
      place: expect.objectContaining({ row: 0, localField: 'lead' }) as object,
    });
  });

  it('ask for an empty value where the document has none', async () => {
    expect((await lookup({ customerName: 'Ada', phone: null })).filters).toEqual({
      name: 'Ada',
      phone: null,
      country: 'DE',
    });
  });

  it('do not ask when the remote field is empty: that gives the default value', async () => {
    expect(await create(fields, { customerName: '', phone: 49 })).toEqual({
      lead: { contentType: LEAD, documentId: 'lead-1' },
    });
  });

  it('do not ask without any value to look for', async () => {
    const anyone = [
      row('lead', null, ofDocument(lead, { remoteValueFilters: { name: 'customerName' } })),
    ];

    expect(await create(anyone, { customerName: null })).toEqual({ lead: null });
    expect(await create(anyone, { customerName: 'Ada' })).toEqual({
      lead: { contentType: LEAD, documentId: '{"name":"Ada"}' },
    });
  });

  it('that find none, or more than one, say what to do', async () => {
    const target = await lookup({ customerName: 'Ada', phone: 49 });

    expect(lookupError(target, 0).message).toBe(
      'Row 1 (lead ← customerName) of the mapping "deal": the producer has no document of ' +
        'api::customer.customer with name "Ada" and phone "49" and country "DE", and exactly one ' +
        'is needed. Change the remote value filters, or the documents of the producer.'
    );
    expect(lookupError(target, 2).message).toContain('has 2 documents of');
  });

  it('in a component go by the component', async () => {
    const item = mapping('item', 'deal.line', 'erp.item', [
      row('lead', null, ofDocument(lead, { remoteValueFilters: { name: 'eval:doc.label' } })),
    ]);
    const mapped = await compileMapping(
      mapping('deal', DEAL, ERP_DEAL, [row('lines', 'items', ofComponent(item))]),
      context(local, remote, [lead, item])
    ).map(change({ items: [{ label: 'Ada' }, { label: 'Eve' }] }));

    expect(findTargets(mapped).map((target) => target.kind === 'lookup' && target.filters)).toEqual(
      [{ name: 'Ada' }, { name: 'Eve' }]
    );
  });
});

describe('a mapping that does not fit', () => {
  it('is not made ready', () => {
    expect(() => compileRows([row('title', 'subject'), row('title', 'nope')])).toThrow(
      InvalidMappingError
    );
    expect(() => compileRows([row('title', 'nope')])).toThrow(
      /The mapping "deal" cannot be used. Row 1: api::erp-deal.erp-deal of the producer has no field nope/
    );
  });

  it('is not made ready when that of a component does not fit any more', () => {
    const changed = remote.map((type) => (type.uid === 'erp.item' ? shape('erp.item', {}) : type));

    expect(() =>
      compileRows([row('body', 'sections', ofComponent(lines))], { remote: changed })
    ).toThrow(
      /The mapping "line" cannot be used. Row 1: erp.item of the producer has no field label/
    );
  });

  it('is made ready with warnings', () => {
    expect(compileRows([row('lead', 'customers', ofDocument(lead))]).related).toEqual(['lead']);
  });
});
