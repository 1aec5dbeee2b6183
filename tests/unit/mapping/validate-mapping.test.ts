import { validateMapping } from '../../../server/src/mapping';
import type { FieldMapping, MappingDefinition } from '../../../server/src/protocol';
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
const USER = 'plugin::users-permissions.user';

const local = [
  shape(DEAL, {
    title: { type: 'string', maxLength: 20 },
    code: { type: 'string', unique: true },
    amount: 'decimal',
    closed: 'date',
    stage: { type: 'enumeration', enum: ['open', 'won'] },
    lead: relation(LEAD),
    leads: relation(LEAD, true),
    about: relation(null, true),
    keeper: { ...relation(USER), matchedByEmail: true },
    cover: media(),
    address: component('shared.address'),
    lines: component('deal.line', true),
    body: zone('section.quote', 'section.text'),
    details: 'json',
  }),
  shape(LEAD, { name: { type: 'string', required: true }, deal: relation(DEAL) }),
  shape('shared.address', { street: 'string' }),
  shape('deal.line', { item: 'string', quantity: 'integer', parts: component('deal.line', true) }),
  shape('section.quote', { text: 'text' }),
  shape('section.text', { text: 'richtext' }),
];

const remote = [
  shape(ERP_DEAL, {
    subject: 'string',
    price: 'float',
    closedAt: 'datetime',
    isOpen: 'boolean',
    stage: { type: 'enumeration', enum: ['open', 'lost'] },
    colour: { type: 'enumeration', enum: ['red'] },
    customerName: 'string',
    customer: relation(CUSTOMER),
    customers: relation(CUSTOMER, true),
    parent: relation(ERP_DEAL),
    about: relation(null, true),
    keeper: { ...relation(USER), matchedByEmail: true },
    image: media(),
    images: media(true),
    address: component('erp.address'),
    items: component('erp.item', true),
    sections: zone('erp.quote', 'erp.text'),
    details: 'json',
  }),
  shape(CUSTOMER, { name: 'string', phone: 'integer', deal: relation(ERP_DEAL) }),
  shape('erp.address', { line1: 'string' }),
  shape('erp.item', { label: 'string', count: 'integer', parts: component('erp.item', true) }),
  shape('erp.quote', { text: 'text' }),
  shape('erp.text', { text: 'text' }),
];

const lead = mapping('lead', LEAD, CUSTOMER, [row('name', 'name')]);
const address = mapping('address', 'shared.address', 'erp.address', [row('street', 'line1')]);
const line = mapping('line', 'deal.line', 'erp.item', [row('item', 'label')]);
const quote = mapping('quote', 'section.quote', 'erp.quote', [row('text', 'text')]);
const text = mapping('text', 'section.text', 'erp.text', [row('text', 'text')]);
const saved = [lead, address, line, quote, text];

const ofComponent = (inner: MappingDefinition | string, more: Partial<FieldMapping> = {}) => ({
  mappingType: 'component' as const,
  mapping: typeof inner === 'string' ? inner : inner.documentId,
  ...more,
});
const ofDocument = (inner: MappingDefinition | string, more: Partial<FieldMapping> = {}) => ({
  ...ofComponent(inner, more),
  mappingType: 'document' as const,
});

const validate = (fields: FieldMapping[], others: MappingDefinition[] = saved) =>
  validateMapping(mapping('deal', DEAL, ERP_DEAL, fields), context(local, remote, others));

const errors = (fields: FieldMapping[], others?: MappingDefinition[]) =>
  validate(fields, others).filter(({ severity }) => severity === 'error');

const warnings = (fields: FieldMapping[]) =>
  validate(fields).filter(({ severity }) => severity === 'warning');

describe('a mapping that can work has no problems', () => {
  it.each<[string, FieldMapping[]]>([
    ['a value', [row('title', 'subject')]],
    ['a value that converts', [row('amount', 'price'), row('closed', 'closedAt')]],
    ['a fact', [row('title', 'documentId'), row('code', 'updatedAt')]],
    ['a default value alone', [row('title', null, { defaultValue: 'Deal' })]],
    ['a default value for what is empty', [row('amount', 'price', { defaultValue: '12.5' })]],
    ['a transform', [row('amount', null, { transform: 'doc.price' })]],
    ['a transform of any field', [row('title', 'customer', { transform: 'doc.customer' })]],
    ['JSON', [row('details', 'details', { defaultValue: { a: [] } })]],
    ['files', [row('cover', 'image')]],
    ['a default file', [row('cover', 'image', { defaultValue: 'file-1' })]],
    ['users', [row('keeper', 'keeper')]],
    ['a component', [row('address', 'address', ofComponent(address))]],
    ['a repeatable component', [row('lines', 'items', ofComponent(line))]],
    [
      'a default component',
      [row('address', 'address', ofComponent(address, { defaultValue: { street: 'None' } }))],
    ],
    [
      'a default component alone',
      [row('lines', null, { mappingType: 'component', defaultValue: [{ item: 'a' }] })],
    ],
    [
      'a dynamic zone by component',
      [row('body', 'sections', ofComponent(quote)), row('body', 'sections', ofComponent(text))],
    ],
    ['a relation', [row('lead', 'customer', ofDocument(lead))]],
    ['a relation to one into one to many', [row('leads', 'customer', ofDocument(lead))]],
    ['a relation with a default', [row('lead', null, { defaultValue: { documentId: 'lead-1' } })]],
    [
      'a polymorphic relation by type',
      [row('about', 'about', ofDocument(lead)), row('about', 'about', ofDocument('other'))],
    ],
    [
      'a look-up',
      [
        row(
          'lead',
          'customerName',
          ofDocument(lead, { remoteValueFilters: { name: 'customerName', phone: 'eval:7' } })
        ),
      ],
    ],
    [
      'a look-up without a remote field',
      [row('lead', null, ofDocument(lead, { remoteValueFilters: { documentId: 'subject' } }))],
    ],
    ['no rows', []],
  ])('%s', (_what, fields) => {
    const other = mapping('other', DEAL, ERP_DEAL, []);

    expect(validate(fields, [...saved, other])).toEqual([]);
  });
});

describe('an error names the row, what to change in it, and what to do', () => {
  it.each<[string, FieldMapping[], string, RegExp]>([
    [
      'an unknown local field',
      [row('name', 'subject')],
      'localField',
      /api::deal.deal of this site has no field name .* Choose one of its fields/,
    ],
    [
      'an unknown remote field',
      [row('title', 'title')],
      'remoteField',
      /api::erp-deal.erp-deal of the producer has no field title.* Choose one of its fields/,
    ],
    [
      'a name of every object',
      [row('constructor', 'subject')],
      'localField',
      /has no field constructor/,
    ],
    [
      'nothing that fills a value',
      [row('title', null)],
      'remoteField',
      /Nothing fills title, .*choose a remote field, a default value or a transform/,
    ],
    [
      'nothing that fills a relation',
      [row('lead', null)],
      'remoteField',
      /Nothing fills lead, a relation: choose a mapping .* or a default value/,
    ],
    [
      'an empty default value',
      [row('title', null, { defaultValue: '' })],
      'remoteField',
      /Nothing fills title/,
    ],
    [
      'types that never fit',
      [row('closed', 'price')],
      'remoteField',
      /price, a field of type float, which can never become closed, a field of type date.*transform/,
    ],
    [
      'enumerations without a common value',
      [row('stage', 'colour')],
      'remoteField',
      /can never become stage/,
    ],
    [
      'a relation for a value',
      [row('title', 'customer')],
      'remoteField',
      /customer, a relation, which can never become title/,
    ],
    [
      'a mapping type for a value',
      [row('title', 'subject', { mappingType: 'document' })],
      'mappingType',
      /Leave the mapping type empty: the row fills title, a field of type string/,
    ],
    [
      'filters for a value',
      [row('title', 'subject', { remoteValueFilters: { name: 'subject' } })],
      'remoteValueFilters',
      /Leave the remote value filters empty/,
    ],
    [
      'a transform that does not compile',
      [row('title', null, { transform: 'doc.' })],
      'transform',
      /Correct the expression doc\.: Unexpected token/,
    ],
    [
      'a default value of another type',
      [row('amount', 'price', { defaultValue: 'much' })],
      'defaultValue',
      /The default value does not fit amount, .*"much" does not become a decimal value/,
    ],
    [
      'a default value that the enumeration has not',
      [row('stage', null, { defaultValue: 'lost' })],
      'defaultValue',
      /"lost" is none of open, won/,
    ],
    [
      'a default value that is too long',
      [row('title', null, { defaultValue: 'x'.repeat(21) })],
      'defaultValue',
      /has more than 20 characters/,
    ],
    [
      'a default relation that names no document',
      [row('lead', null, { defaultValue: 7 })],
      'defaultValue',
      /7 names no document. Give the documentId of a document of api::lead.lead/,
    ],
    [
      'a default relation to another type',
      [row('lead', null, { defaultValue: { documentId: 'a', contentType: DEAL } })],
      'defaultValue',
      /names no document/,
    ],
    [
      'a default list for a relation to one',
      [row('lead', null, { defaultValue: ['a', 'b'] })],
      'defaultValue',
      /takes one entry, not a list/,
    ],
    [
      'a default polymorphic relation without a type',
      [row('about', null, { defaultValue: 'a' })],
      'defaultValue',
      /"contentType"/,
    ],
    [
      'a default component with an unknown field',
      [row('address', null, { defaultValue: { town: 'a' } })],
      'defaultValue',
      /shared.address has no field town/,
    ],
    [
      'a default component with a field of another type',
      [row('lines', null, { defaultValue: [{ parts: [{ quantity: 'many' }] }] })],
      'defaultValue',
      /parts: quantity: "many" does not become an integer value/,
    ],
    [
      'a default entry of a dynamic zone without its component',
      [row('body', null, { defaultValue: [{ text: 'a' }] })],
      'defaultValue',
      /__component must be one of section.quote, section.text/,
    ],
    [
      'a component without a mapping type',
      [row('address', 'address')],
      'mappingType',
      /choose the mapping type "component", and a mapping into shared.address/,
    ],
    [
      'a component without a mapping',
      [row('address', 'address', { mappingType: 'component' })],
      'mapping',
      /without a mapping. Choose a mapping of components into shared.address/,
    ],
    [
      'a mapping that is not there',
      [row('address', 'address', ofComponent('gone'))],
      'mapping',
      /The mapping gone does not exist. Choose/,
    ],
    [
      'a mapping of content types for a component',
      [row('address', 'address', ofComponent(lead))],
      'mapping',
      /The mapping "lead" is one of content types. Choose a mapping of components/,
    ],
    [
      'a mapping into another component',
      [row('address', 'address', ofComponent(line))],
      'mapping',
      /The mapping "line" makes deal.line, which address does not hold/,
    ],
    [
      'a mapping from another component',
      [row('address', 'items', ofComponent(address))],
      'mapping',
      /The mapping "address" is for erp.address, which items does not hold. Choose one for erp.item/,
    ],
    [
      'a value for a component',
      [row('address', 'subject', ofComponent(address))],
      'remoteField',
      /subject, a field of type string, which can never become address, a component/,
    ],
    [
      'a component that comes from nothing',
      [row('address', null, ofComponent(address))],
      'remoteField',
      /Choose the remote component or dynamic zone/,
    ],
    [
      'a transform for a component',
      [row('address', 'address', ofComponent(address, { transform: 'doc.address' }))],
      'transform',
      /Leave the transform empty/,
    ],
    [
      'a relation without mapping or default',
      [row('lead', 'customer')],
      'mappingType',
      /choose the mapping type "document", and a mapping into api::lead.lead/,
    ],
    [
      'a relation with a default, and a remote field without a mapping',
      [row('lead', 'customer', { mappingType: 'document', defaultValue: 'lead-1' })],
      'mapping',
      /without a mapping. Choose a mapping of content types into api::lead.lead/,
    ],
    [
      'a missing filter',
      [row('lead', 'customerName', ofDocument(lead))],
      'remoteValueFilters',
      /A filter is missing: say by which fields the one api::customer.customer is found/,
    ],
    [
      'no filter among the filters',
      [row('lead', 'customerName', ofDocument(lead, { remoteValueFilters: {} }))],
      'remoteValueFilters',
      /A filter is missing/,
    ],
    [
      'a relation to another type than the mapping is for',
      [row('lead', 'parent', ofDocument(lead))],
      'mapping',
      /The mapping "lead" is for api::customer.customer, and parent refers to api::erp-deal.erp-deal/,
    ],
    [
      'a mapping of components for a relation',
      [row('lead', 'customer', ofDocument(address))],
      'mapping',
      /The mapping "address" is one of components. Choose a mapping of content types/,
    ],
    [
      'a component mapping type for a relation',
      [row('lead', 'customer', ofComponent(lead))],
      'mappingType',
      /choose the mapping type "document"/,
    ],
    [
      'files for a relation',
      [row('lead', 'image', ofDocument(lead, { remoteValueFilters: { name: 'subject' } }))],
      'remoteField',
      /image, a media field, which can never become lead, a relation/,
    ],
    [
      'filters where the relation says which document it is',
      [row('lead', 'customer', ofDocument(lead, { remoteValueFilters: { name: 'customerName' } }))],
      'remoteValueFilters',
      /customer refers to api::customer.customer already/,
    ],
    [
      'a filter by an unknown field',
      [row('lead', 'subject', ofDocument(lead, { remoteValueFilters: { email: 'subject' } }))],
      'remoteValueFilters',
      /api::customer.customer of the producer has no field email to filter by. Filter by a scalar field/,
    ],
    [
      'a filter by a relation',
      [row('lead', 'subject', ofDocument(lead, { remoteValueFilters: { deal: 'subject' } }))],
      'remoteValueFilters',
      /Documents cannot be found by deal, a relation. Filter by a scalar field/,
    ],
    [
      'a filter with a value from an unknown field',
      [row('lead', 'subject', ofDocument(lead, { remoteValueFilters: { name: 'Ada' } }))],
      'remoteValueFilters',
      /takes its value from Ada, which api::erp-deal.erp-deal does not have.*eval:"Ada"/,
    ],
    [
      'a filter with a value of another type',
      [row('lead', 'subject', ofDocument(lead, { remoteValueFilters: { phone: 'closedAt' } }))],
      'remoteValueFilters',
      /phone, a field of type integer, takes its value from closedAt, .*never fits/,
    ],
    [
      'a filter with an expression that does not compile',
      [row('lead', 'subject', ofDocument(lead, { remoteValueFilters: { name: 'eval:doc.' } }))],
      'remoteValueFilters',
      /Correct the expression doc\./,
    ],
    [
      'a relation for files',
      [row('cover', 'customer')],
      'remoteField',
      /customer, a relation, which can never become cover, a media field. Choose a media field/,
    ],
    [
      'a mapping for files',
      [row('cover', 'image', { mappingType: 'document' })],
      'mappingType',
      /Leave the mapping type empty: .* files come as they are/,
    ],
  ])('%s', (_what, fields, field, message) => {
    expect(errors(fields)).toEqual([
      { severity: 'error', row: 0, field, message: expect.stringMatching(message) as string },
    ]);
  });

  it('every row that is wrong', () => {
    const problems = errors([row('nope', 'subject'), row('title', 'subject'), row('code', 'nope')]);

    expect(problems.map(({ row: index }) => index)).toEqual([0, 2]);
  });

  it.each<[string, FieldMapping[]]>([
    ['two rows for a value', [row('title', 'subject'), row('title', 'customerName')]],
    [
      'two rows for the same component of a dynamic zone',
      [row('body', 'sections', ofComponent(quote)), row('body', 'sections', ofComponent(quote))],
    ],
    [
      'two rows for a component',
      [row('lines', 'items', ofComponent(line)), row('lines', null, { defaultValue: [{}] })],
    ],
    [
      'two rows for a relation to one type',
      [row('leads', 'customer', ofDocument(lead)), row('leads', 'customers', ofDocument(lead))],
    ],
  ])('%s', (_what, fields) => {
    expect(errors(fields)).toEqual([
      {
        severity: 'error',
        row: 1,
        field: 'localField',
        message: expect.stringContaining(`Row 1 fills ${fields[0].localField} already`) as string,
      },
    ]);
  });

  it('two default values for one dynamic zone', () => {
    const defaultValue = [{ __component: 'section.text', text: 'a' }];

    expect(
      errors([
        row('body', 'sections', ofComponent(quote, { defaultValue })),
        row('body', 'sections', ofComponent(text, { defaultValue })),
      ])
    ).toEqual([expect.objectContaining({ row: 1, field: 'defaultValue' })]);
  });
});

describe('what goes wrong with some documents is a warning', () => {
  it.each<[string, FieldMapping[], string, RegExp]>([
    [
      'values of an enumeration that this site lacks',
      [row('stage', 'stage')],
      'remoteField',
      /Documents fail in which stage is lost: stage, a field of type enumeration, cannot hold it/,
    ],
    [
      'a list into a field that takes one entry',
      [row('lead', 'customers', ofDocument(lead))],
      'remoteField',
      /customers is a list, and lead takes one entry: documents with more fail/,
    ],
    [
      'many files into one',
      [row('cover', 'images')],
      'remoteField',
      /images is a list, and cover takes one entry/,
    ],
    [
      'a default value that only one document can have',
      [row('code', 'subject', { defaultValue: 'none' })],
      'defaultValue',
      /code must be unique, so that only one document can have the default value/,
    ],
  ])('%s', (_what, fields, field, message) => {
    expect(warnings(fields)).toEqual([
      { severity: 'warning', row: 0, field, message: expect.stringMatching(message) as string },
    ]);
  });

  const required = [shape(DEAL, { title: { type: 'string', required: true } })];
  const validateRequired = (fields: FieldMapping[], types = required) =>
    validateMapping(mapping('deal', DEAL, ERP_DEAL, fields), context(types, remote));

  it('a required field that no row fills', () => {
    expect(validateRequired([])).toEqual([
      {
        severity: 'warning',
        row: null,
        field: 'fields',
        message: expect.stringMatching(/No row fills title, .*required here/) as string,
      },
    ]);
    expect(
      validateRequired(
        [],
        [shape(DEAL, { title: { type: 'string', required: true, hasDefault: true } })]
      )
    ).toEqual([]);
  });

  it('a required field whose remote field can be empty', () => {
    expect(validateRequired([row('title', 'subject')])).toEqual([
      {
        severity: 'warning',
        row: 0,
        field: 'defaultValue',
        message: expect.stringMatching(
          /title is required here, .*Give the row a default/
        ) as string,
      },
    ]);
    expect(validateRequired([row('title', 'subject', { defaultValue: 'Deal' })])).toEqual([]);
    expect(validateRequired([row('title', 'documentId')])).toEqual([]);
  });
});

describe('the two types', () => {
  const check = (localType: string, remoteType: string) =>
    validateMapping(
      mapping('m', localType, remoteType, [row('title', 'subject')]),
      context(
        [...local, shape('api::page.page', { title: 'string' }, { draftAndPublish: true })],
        [...remote, shape('api::event.event', { subject: 'string' }, { localized: true })]
      )
    ).map(({ row: index, field, message }) => [index, field, message]);

  it('must be known', () => {
    expect(check('api::no.such', ERP_DEAL)).toEqual([
      [null, 'localContentType', expect.stringMatching(/This site has no api::no.such/)],
    ]);
    expect(check(DEAL, 'api::no.such')).toEqual([
      [null, 'remoteContentType', expect.stringMatching(/The producer has no api::no.such/)],
    ]);
  });

  it('are both content types or both components', () => {
    expect(check(DEAL, 'erp.address')).toEqual([
      [null, 'remoteContentType', expect.stringMatching(/two content types or of two components/)],
    ]);
  });

  it('many documents do not become the one of a single type', () => {
    const page = (singleType: boolean) =>
      shape('api::page.page', { title: 'string' }, { singleType });
    const source = (singleType: boolean) =>
      shape('api::event.event', { title: 'string' }, { singleType });
    const problemsOf = (here: boolean, there: boolean) =>
      validateMapping(
        mapping('page', 'api::page.page', 'api::event.event', [row('title', 'title')]),
        context([page(here)], [source(there)])
      );

    expect(problemsOf(true, false)).toEqual([
      {
        severity: 'error',
        row: null,
        field: 'localContentType',
        message: expect.stringMatching(/single type/) as string,
      },
    ]);
    expect(problemsOf(true, true)).toEqual([]);
    expect(problemsOf(false, true)).toEqual([]);
  });

  it('may differ in Draft & Publish and in localization, which is said', () => {
    expect(check('api::page.page', 'api::event.event')).toEqual([
      [null, 'localContentType', expect.stringMatching(/what comes is published here/)],
      [null, 'localContentType', expect.stringMatching(/only the producer's default locale/)],
    ]);
    const [first] = validateMapping(
      mapping('m', 'api::page.page', ERP_DEAL, [row('title', 'subject')]),
      context([shape('api::page.page', { title: 'string' }, { localized: true })], remote)
    );
    expect(first).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/in this site's default locale/) as string,
    });
  });
});

describe('mappings that go round in a circle', () => {
  const circle = (fields: FieldMapping[], others: MappingDefinition[]) =>
    errors(fields, others).map(({ row: index, message }) => [index, message]);

  it('components that hold each other', () => {
    const endless = mapping('line', 'deal.line', 'erp.item', [
      row('parts', 'parts', ofComponent('line')),
    ]);

    expect(
      validateMapping(endless, context(local, remote, [endless])).map(({ message }) => message)
    ).toEqual([expect.stringMatching(/go round in a circle: line → line. Leave one/)]);
    expect(circle([row('lines', 'items', ofComponent('line'))], [endless])).toEqual([
      [0, expect.stringMatching(/deal → line → line/)],
    ]);
  });

  it('documents that are found for each other', () => {
    const back = mapping('lead', LEAD, CUSTOMER, [
      row('deal', null, ofDocument('deal', { remoteValueFilters: { subject: 'name' } })),
    ]);

    expect(
      circle(
        [
          row('title', 'subject'),
          row('lead', 'subject', ofDocument('lead', { remoteValueFilters: { name: 'subject' } })),
        ],
        [back]
      )
    ).toEqual([[1, expect.stringMatching(/deal → lead → deal/)]]);
  });

  it('follow references that the documents have: those end by themselves', () => {
    const tree = mapping('tree', LEAD, CUSTOMER, [
      row('name', 'name'),
      row('deal', 'deal', ofDocument('deal')),
    ]);

    expect(circle([row('lead', 'customer', ofDocument(tree))], [tree])).toEqual([]);
  });

  it('a mapping that is found by many ways is no circle', () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      mapping(
        `level-${level}`,
        'deal.line',
        'erp.item',
        level === 0
          ? []
          : [
              row('parts', 'parts', ofComponent(`level-${level - 1}`)),
              row('item', 'parts', ofComponent(`level-${level - 1}`)),
            ]
      )
    );

    expect(circle([row('lines', 'items', ofComponent('level-39'))], levels)).toEqual([]);
  });
});
