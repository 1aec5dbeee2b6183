import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { row } from '../support/mappings';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const LEAD = 'api::lead.lead';
const OPPORTUNITY = 'api::opportunity.opportunity';
const NOTE = 'api::note.note';
const ARTICLE = 'api::article.article';
const ERP_LEAD = 'api::erpnext-lead.erpnext-lead';
const ERP_OPPORTUNITY = 'api::erpnext-opportunity.erpnext-opportunity';

interface Lead {
  name: string;
  phone: string | null;
  country: string | null;
  rating: number | null;
}

interface ErpLead {
  leadName: string;
  phone: string;
  country: string;
}

interface Opportunity {
  title: string;
  amount: number | null;
  stage: string | null;
  source: string | null;
  comment: string | null;
  items: unknown[];
  body: unknown[];
}

interface ErpOpportunity {
  subject: string | null;
  opportunityAmount: string | null;
  fullName: string | null;
  phoneNumber: string | null;
  lines: unknown[];
  sections: unknown[];
}

const NO_TIMER = { PULL_INTERVAL_SECONDS: '3600' };

describe('mappings between two sites', () => {
  let sites: Site[] = [];
  let producerSite: Site;
  let consumerSite: Site;
  let producer: AdminApi;
  let consumer: AdminApi;
  let producerId = '';
  let consumerId = '';
  let leadMapping = '';
  let opportunityMapping = '';

  const erpLeads = () => producer.documents<ErpLead>(ERP_LEAD);
  const erpOpportunities = () => producer.documents<ErpOpportunity>(ERP_OPPORTUNITY);
  const opportunities = () => consumer.documents<Opportunity>(OPPORTUNITY);
  const leads = () => consumer.documents<Lead>(LEAD);

  const opportunity = (documentId: string) => opportunities().findOne(documentId);
  const partyOf = async (documentId: string): Promise<string[]> => {
    const { results } = await consumer.http.send<{ results: { documentId: string }[] }>(
      'get',
      `/content-manager/relations/${OPPORTUNITY}/${documentId}/partyName`
    );
    return results.map((lead) => lead.documentId);
  };
  const caughtUp = () =>
    until(
      async () => {
        const { site } = await producer.streaming.status();
        const { cursor } = await consumer.streaming.pull(producerId);
        return cursor === site.head && (await producer.streaming.status()).site.head === site.head;
      },
      { what: 'the consumer to have all', interval: 200 }
    );
  const logsOf = async (documentId: string, status: 'failed' | 'waiting') => {
    const { data } = await consumer.streaming.syncLogs({ filters: { documentId, status } });
    return data;
  };
  const subscribe = async (more: object = {}) => {
    await consumer.streaming.updateProducer(producerId, {
      subscriptions: [{ contentType: ERP_OPPORTUNITY, mapping: opportunityMapping, ...more }],
    });
    // What a mapping looks for is kept back until the producer's administrator lets it come along.
    await producer.streaming.updateConsumer(consumerId, {
      subscriptions: [
        { contentType: ERP_OPPORTUNITY, status: 'approved', refusedDependencies: [] },
      ],
    });
  };
  const createMapping = async (
    name: string,
    localContentType: string,
    remoteContentType: string,
    fields: ReturnType<typeof row>[]
  ) => {
    const { data } = await consumer.streaming.createMapping({
      name,
      localContentType,
      remoteContentType,
      fields,
    });
    return data.documentId;
  };
  const ofComponent = (mapping: string) => ({ mappingType: 'component' as const, mapping });

  /** The rows of the example in docs/mapping.md, and a dynamic zone. */
  const opportunityRows = (item: string, remark: string) => [
    row('title', 'subject', { defaultValue: 'Opportunity' }),
    row('amount', 'opportunityAmount'),
    row('stage', null, { defaultValue: 'open' }),
    row('source', null, { defaultValue: 'ERPNext' }),
    row('items', 'lines', ofComponent(item)),
    row('body', 'sections', ofComponent(remark)),
    row('partyName', 'fullName', {
      mappingType: 'document',
      mapping: leadMapping,
      remoteValueFilters: { leadName: 'fullName', phone: 'phoneNumber', country: 'eval:country()' },
    }),
  ];
  let rows: ReturnType<typeof opportunityRows> = [];

  beforeAll(async () => {
    [producerSite, consumerSite] = await Promise.all([
      startSite({ name: 'erpnext', env: NO_TIMER }),
      startSite({ name: 'sales', env: { ...NO_TIMER, SITE_COUNTRY: 'Germany' } }),
    ]);
    sites = [producerSite, consumerSite];
    [producer, consumer] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    const paired = await pair({
      producer: { name: 'ERPNext', url: producerSite.url, api: producer },
      consumer: { name: 'sales', url: consumerSite.url, api: consumer },
      contentTypes: [ERP_OPPORTUNITY],
      useSameId: false,
    });
    producerId = paired.producer.documentId;
    consumerId = paired.consumer.documentId;

    const money = await createMapping('Money', 'opportunity.money', 'erpnext.price', [
      row('amount', 'rate'),
      row('currency', 'currency', { defaultValue: 'EUR' }),
    ]);
    const item = await createMapping('Item', 'opportunity.item', 'erpnext.line', [
      row('label', 'itemName'),
      row('quantity', 'qty', { defaultValue: 1 }),
      row('price', 'price', ofComponent(money)),
    ]);
    const remark = await createMapping('Remark', 'opportunity.remark', 'erpnext.comment', [
      row('text', 'content'),
    ]);
    leadMapping = await createMapping('Lead', LEAD, ERP_LEAD, [
      row('name', 'leadName', { defaultValue: 'Unknown' }),
      row('phone', 'phone'),
      row('country', 'country'),
    ]);
    rows = opportunityRows(item, remark);
    opportunityMapping = await createMapping('Opportunity', OPPORTUNITY, ERP_OPPORTUNITY, rows);
    await subscribe({ useSameId: true });
  });

  afterAll(() => Promise.all(sites.map((site) => site.remove())));

  it('Opportunity ↔ ERPNext Opportunity, with Lead as mapped dependency found by name, phone and country', async () => {
    await erpLeads().create({ leadName: 'Ada', phone: '1', country: 'France' });
    const lead = await erpLeads().create({ leadName: 'Ada', phone: '1', country: 'Germany' });
    const { documentId } = await erpOpportunities().create({
      subject: 'Engine',
      opportunityAmount: '1200.5',
      fullName: 'Ada',
      phoneNumber: '1',
      lines: [
        { itemName: 'Wheel', qty: '2', price: { rate: '3.5', currency: 'GBP' } },
        { itemName: 'Lever', qty: '' },
      ],
      sections: [
        { __component: 'erpnext.comment', content: 'urgent' },
        { __component: 'erpnext.phone-call', note: 'called' },
        { __component: 'erpnext.comment', content: 'very' },
      ],
    });
    await caughtUp();

    expect(await opportunity(documentId)).toMatchObject({
      title: 'Engine',
      amount: 1200.5,
      stage: 'open',
      source: 'ERPNext',
      comment: null,
      items: [
        { label: 'Wheel', quantity: 2, price: { amount: 3.5, currency: 'GBP' } },
        { label: 'Lever', quantity: 1, price: null },
      ],
      body: [
        { __component: 'opportunity.remark', text: 'urgent' },
        { __component: 'opportunity.remark', text: 'very' },
      ],
    });
    expect(await partyOf(documentId)).toEqual([lead.documentId]);
    expect(await leads().findAll()).toMatchObject([
      { documentId: lead.documentId, name: 'Ada', phone: '1', country: 'Germany' },
    ]);
    const { data } = await consumer.streaming.syncLogs({ filters: { action: 'dependency' } });
    expect(data.map(({ contentType }) => contentType)).toEqual([ERP_LEAD]);
  });

  it('an update maps what it changed, and leaves alone what this site has made of the rest', async () => {
    const { documentId } = await erpOpportunities().create({
      subject: 'first',
      opportunityAmount: '1',
      lines: [{ itemName: 'a', qty: '1' }],
    });
    await caughtUp();
    await opportunities().update(documentId, {
      title: 'ours',
      stage: 'won',
      source: null,
      comment: 'our own field',
    });

    await erpOpportunities().update(documentId, { opportunityAmount: '2' });
    await caughtUp();
    expect(await opportunity(documentId)).toMatchObject({
      title: 'ours',
      amount: 2,
      stage: 'won',
      source: null,
      comment: 'our own field',
      items: [{ label: 'a' }],
    });

    await erpOpportunities().update(documentId, { subject: '', lines: [] });
    await caughtUp();
    expect(await opportunity(documentId)).toMatchObject({
      title: 'Opportunity',
      stage: 'won',
      comment: 'our own field',
      items: [],
    });
  });

  it('an update of something else does not look again for what was found', async () => {
    const lead = await erpLeads().create({ leadName: 'Mary', phone: '9', country: 'Germany' });
    const { documentId } = await erpOpportunities().create({
      subject: 'Loom',
      fullName: 'Mary',
      phoneNumber: '9',
    });
    await caughtUp();
    await erpLeads().update(lead.documentId, { leadName: 'Mary S.' });
    await erpOpportunities().update(documentId, { opportunityAmount: '4' });
    await caughtUp();

    expect(await logsOf(documentId, 'failed')).toEqual([]);
    expect(await opportunity(documentId)).toMatchObject({ amount: 4 });
    expect(await partyOf(documentId)).toEqual([lead.documentId]);
  });

  it('a whole document does not set default values again, nor touch fields that are not mapped', async () => {
    const { documentId } = await erpOpportunities().create({ subject: 'known' });
    await caughtUp();
    await opportunities().update(documentId, { stage: 'lost', comment: 'kept', title: 'changed' });
    // Unsubscribed for a while, this site lacks what happened, and asks for the document.
    await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY], 'rejected');
    await erpOpportunities().update(documentId, { opportunityAmount: '7' });
    await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY], 'approved');
    await erpOpportunities().update(documentId, { phoneNumber: '5' });
    await caughtUp();

    expect(await opportunity(documentId)).toMatchObject({
      title: 'known',
      amount: 7,
      stage: 'lost',
      comment: 'kept',
    });
  });

  it('a deletion goes by the link', async () => {
    const { documentId } = await erpOpportunities().create({ subject: 'short-lived' });
    await caughtUp();
    expect(await opportunity(documentId)).not.toBeNull();
    await erpOpportunities().remove(documentId);
    await caughtUp();
    expect(await opportunity(documentId)).toBeNull();
  });

  it('a look-up that finds none or two fails, names the row, and goes on when there is one', async () => {
    const { documentId } = await erpOpportunities().create({
      subject: 'for Grace',
      fullName: 'Grace',
      phoneNumber: '2',
    });
    await caughtUp();
    const [none] = await logsOf(documentId, 'failed');
    expect(none).toMatchObject({
      cause: 'mapping',
      error: expect.stringMatching(
        /Row 7 \(partyName ← fullName\) of the mapping "Opportunity": the producer has no document of api::erpnext-lead.* with leadName "Grace" and phone "2" and country "Germany"/
      ) as string,
    });
    expect(await opportunity(documentId)).toBeNull();
    await erpOpportunities().update(documentId, { opportunityAmount: '3' });
    await caughtUp();
    expect(await logsOf(documentId, 'waiting')).toHaveLength(1);

    const grace = { leadName: 'Grace', phone: '2', country: 'Germany' };
    const first = await erpLeads().create(grace);
    const second = await erpLeads().create(grace);
    await until(
      async () => {
        await consumer.streaming.pull(producerId);
        const [two] = await logsOf(documentId, 'failed');
        return /2 documents of api::erpnext-lead/.test(two?.error ?? '');
      },
      { what: 'both leads to be found' }
    );

    await erpLeads().remove(first.documentId);
    await until(
      async () => {
        await consumer.streaming.pull(producerId);
        return (await logsOf(documentId, 'failed')).length === 0;
      },
      { what: 'the one lead to be found' }
    );
    expect(await logsOf(documentId, 'waiting')).toEqual([]);
    expect(await opportunity(documentId)).toMatchObject({ title: 'for Grace', amount: 3 });
    expect(await partyOf(documentId)).toEqual([second.documentId]);
  });

  it('what a mapping cannot convert waits, and goes on when the mapping is mended', async () => {
    const { documentId } = await erpOpportunities().create({
      subject: 'worth something',
      opportunityAmount: 'about 5',
    });
    await caughtUp();
    const [failed] = await logsOf(documentId, 'failed');
    expect(failed).toMatchObject({
      cause: 'mapping',
      error: expect.stringMatching(/Row 2 \(amount ← opportunityAmount\)/) as string,
    });
    await consumer.streaming.pull(producerId);
    const [again] = await logsOf(documentId, 'failed');
    expect(again?.attempts).toBe(failed?.attempts);

    await consumer.streaming.updateMapping(opportunityMapping, {
      fields: rows.map((one) =>
        one.localField === 'amount'
          ? row('amount', null, { transform: 'doc.opportunityAmount == "about 5" ? 5 : 0' })
          : one
      ),
    });
    await until(async () => (await opportunity(documentId)) !== null, {
      what: 'the opportunity to go on',
    });
    expect(await opportunity(documentId)).toMatchObject({ title: 'worth something', amount: 5 });
    expect(await logsOf(documentId, 'failed')).toEqual([]);
    await consumer.streaming.updateMapping(opportunityMapping, { fields: rows });
  });

  it('what is deleted there, or leaves, goes from here also while an earlier change of it waits', async () => {
    await subscribe({ condition: 'doc.phoneNumber != "secret"', onLeave: 'delete' });
    const create = async () => {
      const { documentId } = await erpOpportunities().create({ opportunityAmount: '1' });
      await erpOpportunities().update(documentId, { opportunityAmount: 'much' });
      await caughtUp();
      expect(await logsOf(documentId, 'failed')).toHaveLength(1);
      expect(await opportunity(documentId)).not.toBeNull();
      return documentId;
    };
    const deleted = await create();
    const left = await create();

    await erpOpportunities().remove(deleted);
    await erpOpportunities().update(left, { phoneNumber: 'secret' });
    for (const documentId of [deleted, left]) {
      await until(
        async () => {
          await consumer.streaming.pull(producerId);
          return (await opportunity(documentId)) === null;
        },
        { what: 'the opportunity to be gone' }
      );
      expect(await logsOf(documentId, 'failed')).toEqual([]);
    }
    await subscribe();
  });

  it('a preview shows what would happen, and writes nothing', async () => {
    const lead = await erpLeads().create({ leadName: 'Kay', phone: '9', country: 'Germany' });
    await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY], 'rejected');
    const { documentId } = await erpOpportunities().create({
      subject: 'previewed',
      opportunityAmount: '4',
      fullName: 'Kay',
      phoneNumber: '9',
    });
    await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY], 'approved');
    const preview = (mapping: Parameters<typeof consumer.streaming.previewMapping>[0]['mapping']) =>
      consumer.streaming.previewMapping({ mapping, producer: producerId, documentId });
    const draft = {
      documentId: opportunityMapping,
      name: 'Opportunity',
      localContentType: OPPORTUNITY,
      remoteContentType: ERP_OPPORTUNITY,
    };

    expect(await preview(opportunityMapping)).toMatchObject({
      outcome: 'create',
      reason: null,
      localContentType: OPPORTUNITY,
      localDocumentId: null,
      versions: [
        {
          locale: null,
          status: null,
          remote: { subject: 'previewed' },
          local: {
            title: 'previewed',
            amount: 4,
            stage: 'open',
            partyName: { contentType: LEAD, documentId: lead.documentId },
          },
          before: null,
        },
      ],
      lookups: [
        {
          path: 'partyName',
          remoteContentType: ERP_LEAD,
          filters: { leadName: 'Kay', phone: '9', country: 'Germany' },
          found: [lead.documentId],
        },
      ],
    });
    expect(
      await preview({ ...draft, fields: [row('title', 'subject'), row('amount', 'subject')] })
    ).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/Row 2 \(amount ← subject\)/) as string,
      versions: [{ local: null }],
    });
    expect(
      await preview({
        ...draft,
        documentId: null,
        fields: [row('title', 'fullName'), row('comment', 'subject')],
      })
    ).toMatchObject({
      outcome: 'create',
      versions: [{ local: { title: 'Kay', comment: 'previewed' } }],
    });
    expect(await preview({ ...draft, fields: [row('comment', 'subject')] })).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/title/) as string,
    });
    expect(await opportunity(documentId)).toBeNull();
    expect(await leads().findOne(lead.documentId)).toBeNull();

    const ours = await opportunities().create({ title: 'previewed', comment: 'ours' });
    await subscribe({ adopt: 'title', useSameId: false });
    expect(await preview(opportunityMapping)).toMatchObject({
      outcome: 'adopt',
      localDocumentId: ours.documentId,
      versions: [
        {
          local: { title: 'previewed', comment: 'ours', amount: 4, stage: null },
          before: { title: 'previewed', comment: 'ours', amount: null },
        },
      ],
    });
    await subscribe({ useSameId: true });
    await opportunities().remove(ours.documentId);

    await erpOpportunities().update(documentId, { opportunityAmount: '6' });
    await caughtUp();
    expect(await preview(opportunityMapping)).toMatchObject({
      outcome: 'update',
      localDocumentId: documentId,
      versions: [{ local: { amount: 6 }, before: { amount: 6 } }],
    });
  });

  it('content types may differ in drafts, published versions and locales', async () => {
    for (const site of [producer, consumer]) {
      await site.createLocale('fr', 'French');
    }
    const asNote = await createMapping('Article as note', NOTE, ARTICLE, [row('title', 'title')]);
    const asArticle = await createMapping('Note as article', ARTICLE, NOTE, [
      row('title', 'title'),
      row('readingMinutes', 'rating'),
    ]);
    await consumer.streaming.updateProducer(producerId, {
      subscriptions: [
        { contentType: ERP_OPPORTUNITY, mapping: opportunityMapping },
        { contentType: ARTICLE, mapping: asNote },
        { contentType: NOTE, mapping: asArticle },
      ],
    });
    await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY, ARTICLE, NOTE], 'approved');
    const articles = producer.documents<{ title: string }>(ARTICLE);
    const notes = producer.documents<{ title: string; rating: number }>(NOTE);
    const noteHere = (documentId: string) =>
      consumer.documents<{ title: string }>(NOTE).findOne(documentId);
    const articleHere = (documentId: string, locale: string, status: string) =>
      consumer.documents<{ title: string }>(ARTICLE).findOne(documentId, { locale, status });

    const article = await articles.create({ title: 'draft' });
    await articles.publish(article.documentId, { title: 'published' });
    await articles.update(article.documentId, { title: 'newer draft' });
    await articles.update(article.documentId, { title: 'brouillon' }, { locale: 'fr' });
    await caughtUp();
    expect(await noteHere(article.documentId)).toMatchObject({ title: 'newer draft' });
    await articles.unpublish(article.documentId);
    await articles.remove(article.documentId, { locale: 'fr' });
    await caughtUp();
    expect(await noteHere(article.documentId)).toMatchObject({ title: 'newer draft' });
    await articles.remove(article.documentId);
    await caughtUp();
    expect(await noteHere(article.documentId)).toBeNull();

    const { documentId } = await notes.create({ title: 'seen at once', rating: 1 });
    await caughtUp();
    expect(await articleHere(documentId, 'en', 'published')).toMatchObject({
      title: 'seen at once',
      readingMinutes: 1,
    });
    const here = consumer.documents<{ title: string }>(ARTICLE);
    await here.update(documentId, { title: 'notre version' }, { locale: 'fr' });
    await notes.update(documentId, { title: 'seen again' });
    await caughtUp();
    for (const status of ['draft', 'published']) {
      expect(await articleHere(documentId, 'en', status)).toMatchObject({ title: 'seen again' });
    }
    expect(await articleHere(documentId, 'fr', 'draft')).toMatchObject({ title: 'notre version' });
    // As a whole document.
    await producer.streaming.judge(consumerId, [NOTE], 'rejected');
    await notes.update(documentId, { title: 'missed' });
    await producer.streaming.judge(consumerId, [NOTE], 'approved');
    await notes.update(documentId, { rating: 2 });
    await caughtUp();
    expect(await articleHere(documentId, 'en', 'published')).toMatchObject({
      title: 'missed',
      readingMinutes: 2,
    });
    expect(await articleHere(documentId, 'fr', 'draft')).toMatchObject({ title: 'notre version' });
    await notes.remove(documentId);
    await caughtUp();
    expect(await here.findAll({ locale: 'fr', filters: { title: 'notre version' } })).toEqual([]);
  });

  describe('of a type with drafts and published versions', () => {
    const INVOICE = 'api::sales-invoice.sales-invoice';

    const subscribeTo = async (contentType: string, more: object) => {
      await consumer.streaming.updateProducer(producerId, {
        subscriptions: [
          { contentType: ERP_OPPORTUNITY, mapping: opportunityMapping },
          { contentType, ...more },
        ],
      });
      await producer.streaming.judge(consumerId, [ERP_OPPORTUNITY, contentType], 'approved');
    };

    it('what is published keeps what this site has made of its draft', async () => {
      const mapping = await createMapping('Article as article', ARTICLE, ARTICLE, [
        row('title', 'title'),
        row('summary', null, { defaultValue: 'a summary' }),
      ]);
      await subscribeTo(ARTICLE, { mapping });
      interface Article {
        title: string;
        summary: string;
        slug: string;
        author: unknown;
      }
      const articles = producer.documents<Article>(ARTICLE);
      const here = consumer.documents<Article>(ARTICLE);
      const author = await consumer.documents<{ name: string }>('api::author.author').create({
        name: 'nobody knows him yet',
      });
      const { documentId } = await articles.create({ title: 'new' });
      await caughtUp();
      expect(await here.findOne(documentId)).toMatchObject({ title: 'new', summary: 'a summary' });
      await here.update(documentId, {
        summary: 'ours',
        slug: 'our-slug',
        author: { connect: [{ documentId: author.documentId }] },
      });

      await articles.publish(documentId);
      await caughtUp();
      const ours = { title: 'new', summary: 'ours', slug: 'our-slug' };
      expect(await here.findOne(documentId, { status: 'published' })).toMatchObject(ours);
      await articles.unpublish(documentId);
      await articles.publish(documentId, { title: 'newer' });
      await caughtUp();
      for (const status of ['draft', 'published']) {
        expect(await here.findOne(documentId, { status })).toMatchObject({
          ...ours,
          title: 'newer',
        });
      }
      // As a whole document.
      await articles.unpublish(documentId);
      await caughtUp();
      await producer.streaming.judge(consumerId, [ARTICLE], 'rejected');
      await articles.update(documentId, { title: 'missed' });
      await producer.streaming.judge(consumerId, [ARTICLE], 'approved');
      await articles.publish(documentId);
      await caughtUp();
      expect(await here.findOne(documentId, { status: 'published' })).toMatchObject({
        ...ours,
        title: 'missed',
      });
      expect(await logsOf(documentId, 'failed')).toEqual([]);
    });

    it('published versions alone come into a type without drafts', async () => {
      const mapping = await createMapping('Invoice as note', NOTE, INVOICE, [
        row('title', 'number'),
      ]);
      await subscribeTo(INVOICE, { mapping, condition: 'doc.status == "published"' });
      const invoices = producer.documents<{ number: string }>(INVOICE);
      const noteHere = (documentId: string) =>
        consumer.documents<{ title: string }>(NOTE).findOne(documentId);

      const { documentId } = await invoices.create({ number: '1' });
      await invoices.publish(documentId);
      await caughtUp();
      expect(await noteHere(documentId)).toMatchObject({ title: '1' });
      await invoices.update(documentId, { number: '2' });
      await caughtUp();
      expect(await noteHere(documentId)).toMatchObject({ title: '1' });
      await invoices.publish(documentId);
      await caughtUp();
      expect(await noteHere(documentId)).toMatchObject({ title: '2' });
      // As a whole document.
      await producer.streaming.judge(consumerId, [INVOICE], 'rejected');
      await invoices.publish(documentId, { number: '3' });
      await producer.streaming.judge(consumerId, [INVOICE], 'approved');
      await invoices.publish(documentId, { number: '4' });
      await caughtUp();
      expect(await noteHere(documentId)).toMatchObject({ title: '4' });
      await invoices.remove(documentId);
      await caughtUp();
      expect(await noteHere(documentId)).toBeNull();
    });

    it('a version that nothing here can be is skipped, and says so', async () => {
      const mapping = await createMapping('Article as plain note', NOTE, ARTICLE, [
        row('title', 'title'),
      ]);
      await subscribeTo(ARTICLE, { mapping });
      const articles = producer.documents<{ title: string }>(ARTICLE);
      const { documentId } = await articles.create({ title: 'français' }, { locale: 'fr' });
      await articles.update(documentId, { title: 'encore' }, { locale: 'fr' });
      await caughtUp();

      expect(await consumer.documents(NOTE).findOne(documentId)).toBeNull();
      const { data } = await consumer.streaming.syncLogs({ filters: { documentId } });
      expect(data.map(({ status, error }) => [status, error])).toEqual(
        data.map(() => [
          'skipped',
          expect.stringMatching(/no version that the producer's draft version in fr/),
        ])
      );
      expect(data).toHaveLength(2);
      await articles.update(documentId, { title: 'English' }, { locale: 'en' });
      await caughtUp();
      expect(await consumer.documents<{ title: string }>(NOTE).findOne(documentId)).toMatchObject({
        title: 'English',
      });
    });
  });

  it('a content type that changes here later makes events wait with a schema failure, until it is mended', async () => {
    await consumerSite.restart({ PRIVATE_FIELD: `${OPPORTUNITY}/amount` });
    const { documentId } = await erpOpportunities().create({ subject: 'too early' });
    await caughtUp();
    const [failed] = await logsOf(documentId, 'failed');
    expect(failed).toMatchObject({
      cause: 'schema',
      error: expect.stringMatching(/mapping "Opportunity" cannot be used.*amount/) as string,
    });

    await consumerSite.restart({ PRIVATE_FIELD: '' });
    await caughtUp();
    expect(await logsOf(documentId, 'failed')).toEqual([]);
    expect(await opportunity(documentId)).toMatchObject({ title: 'too early' });
  });

  it('and so does one that changes there', async () => {
    await producerSite.restart({ PRIVATE_FIELD: `${ERP_OPPORTUNITY}/opportunityAmount` });
    const { documentId } = await erpOpportunities().create({ subject: 'without amount' });
    await caughtUp();
    expect(await logsOf(documentId, 'failed')).toMatchObject([
      { cause: 'schema', error: expect.stringMatching(/opportunityAmount/) as string },
    ]);

    await producerSite.restart({ PRIVATE_FIELD: '' });
    await erpOpportunities().update(documentId, { opportunityAmount: '8' });
    await caughtUp();
    await caughtUp();
    expect(await logsOf(documentId, 'failed')).toEqual([]);
    expect(await opportunity(documentId)).toMatchObject({ title: 'without amount', amount: 8 });
  });
});
