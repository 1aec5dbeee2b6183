import {
  compileMapping,
  fillTargets,
  findTargets,
  validateMapping,
} from '../../../server/src/mapping';
import { component, context, mapping, relation, row, shape } from '../../support/mappings';

const OPPORTUNITY = 'api::opportunity.opportunity';
const LEAD = 'api::lead.lead';
const ERPNEXT_OPPORTUNITY = 'api::erpnext-opportunity.erpnext-opportunity';
const ERPNEXT_LEAD = 'api::erpnext-lead.erpnext-lead';

const local = [
  shape(OPPORTUNITY, {
    title: { type: 'string', required: true },
    partyName: relation(LEAD),
    amount: 'decimal',
    stage: { type: 'enumeration', enum: ['open', 'won', 'lost'] },
    source: 'string',
    items: component('opportunity.item', true),
  }),
  shape(LEAD, { name: { type: 'string', required: true }, phone: 'string', country: 'string' }),
  shape('opportunity.item', { label: 'string', quantity: 'integer' }),
];

const remote = [
  shape(ERPNEXT_OPPORTUNITY, {
    subject: 'string',
    fullName: 'string',
    phoneNumber: 'string',
    opportunityAmount: 'string',
    lines: component('erpnext.line', true),
  }),
  shape(ERPNEXT_LEAD, { leadName: 'string', phone: 'string', country: 'string' }),
  shape('erpnext.line', { itemName: 'string', qty: 'string' }),
];

const item = mapping('Item', 'opportunity.item', 'erpnext.line', [
  row('label', 'itemName'),
  row('quantity', 'qty', { defaultValue: 1 }),
]);
const lead = mapping('Lead', LEAD, ERPNEXT_LEAD, [
  row('name', 'leadName', { defaultValue: 'Unknown' }),
  row('phone', 'phone'),
  row('country', 'country'),
]);
const party = (inner: string, remoteValueFilters: Record<string, string>) =>
  row('partyName', 'fullName', { mappingType: 'document', mapping: inner, remoteValueFilters });

const opportunity = mapping('Opportunity', OPPORTUNITY, ERPNEXT_OPPORTUNITY, [
  row('title', 'subject', { defaultValue: 'Opportunity' }),
  row('amount', 'opportunityAmount'),
  row('stage', null, { defaultValue: 'open' }),
  row('source', null, { defaultValue: 'ERPNext' }),
  row('items', 'lines', { mappingType: 'component', mapping: 'Item' }),
  party('Lead', { leadName: 'fullName', phone: 'phoneNumber', country: 'eval:"Germany"' }),
]);

const state = {
  subject: 'Turbines',
  fullName: 'Ada Lovelace',
  phoneNumber: '+49 30 1234',
  opportunityAmount: '1250.5',
  lines: [
    { itemName: 'Turbine', qty: '2' },
    { itemName: 'Crane', qty: '' },
  ],
};
const change = {
  updateType: 'create' as const,
  changed: null,
  state,
  documentId: 'opportunity-1',
  locale: null,
  status: null,
};

/** The example of docs/mapping.md. */
describe('an ERPNext Opportunity becomes an Opportunity', () => {
  const saved = context(local, remote, [item, lead, opportunity]);

  it('by mappings without problems', () => {
    for (const one of [item, lead, opportunity]) {
      expect(validateMapping(one, saved)).toEqual([]);
    }
  });

  it('with the Lead found by name, phone and country', async () => {
    const mapped = await compileMapping(opportunity, saved).map(change);
    const [found] = findTargets(mapped);

    expect(found).toMatchObject({
      kind: 'lookup',
      remoteContentType: ERPNEXT_LEAD,
      filters: { leadName: 'Ada Lovelace', phone: '+49 30 1234', country: 'Germany' },
      mapping: 'Lead',
      localContentType: LEAD,
    });
    expect(fillTargets(mapped, () => ({ contentType: LEAD, documentId: 'lead-1' }))).toEqual({
      title: 'Turbines',
      amount: 1250.5,
      stage: 'open',
      source: 'ERPNext',
      items: [
        { label: 'Turbine', quantity: 2 },
        { label: 'Crane', quantity: 1 },
      ],
      partyName: { contentType: LEAD, documentId: 'lead-1' },
    });
  });

  it('whose Lead is mapped by its own mapping', async () => {
    const mapped = await compileMapping(lead, saved).map({
      ...change,
      state: { leadName: 'Ada Lovelace', phone: '+49 30 1234', country: 'Germany' },
    });

    expect(fillTargets(mapped, () => null)).toEqual({
      name: 'Ada Lovelace',
      phone: '+49 30 1234',
      country: 'Germany',
    });
  });

  it('whose Lead can also be made of the ERPNext Opportunity itself', async () => {
    const fromOpportunity = mapping('Lead', LEAD, ERPNEXT_OPPORTUNITY, [row('name', 'fullName')]);
    const whole = mapping('Opportunity', OPPORTUNITY, ERPNEXT_OPPORTUNITY, [
      row('title', 'subject', { defaultValue: 'Opportunity' }),
      party('Lead', { fullName: 'fullName', phoneNumber: 'phoneNumber' }),
    ]);
    const alike = context(local, remote, [fromOpportunity, whole]);

    expect(validateMapping(whole, alike)).toEqual([]);
    expect(findTargets(await compileMapping(whole, alike).map(change))).toMatchObject([
      { kind: 'lookup', remoteContentType: ERPNEXT_OPPORTUNITY, mapping: 'Lead' },
    ]);
  });
});
