import type { Schema, Struct } from '@strapi/strapi';

export interface ErpnextComment extends Struct.ComponentSchema {
  collectionName: 'components_erpnext_comments';
  info: {
    displayName: 'ERPNext comment';
  };
  attributes: {
    content: Schema.Attribute.Text;
  };
}

export interface ErpnextLine extends Struct.ComponentSchema {
  collectionName: 'components_erpnext_lines';
  info: {
    displayName: 'ERPNext line';
  };
  attributes: {
    itemName: Schema.Attribute.String;
    price: Schema.Attribute.Component<'erpnext.price', false>;
    qty: Schema.Attribute.String;
  };
}

export interface ErpnextPhoneCall extends Struct.ComponentSchema {
  collectionName: 'components_erpnext_phone_calls';
  info: {
    displayName: 'ERPNext phone call';
  };
  attributes: {
    note: Schema.Attribute.Text;
  };
}

export interface ErpnextPrice extends Struct.ComponentSchema {
  collectionName: 'components_erpnext_prices';
  info: {
    displayName: 'ERPNext price';
  };
  attributes: {
    currency: Schema.Attribute.String;
    rate: Schema.Attribute.String;
  };
}

export interface EventSlot extends Struct.ComponentSchema {
  collectionName: 'components_event_slots';
  info: {
    displayName: 'Slot';
  };
  attributes: {
    article: Schema.Attribute.Relation<'oneToOne', 'api::article.article'>;
    slides: Schema.Attribute.Media<'images' | 'files', true>;
    speakers: Schema.Attribute.Relation<'manyToMany', 'api::author.author'>;
    startsAt: Schema.Attribute.Time;
    title: Schema.Attribute.String;
  };
}

export interface InvoiceLine extends Struct.ComponentSchema {
  collectionName: 'components_invoice_lines';
  info: {
    displayName: 'Invoice line';
  };
  attributes: {
    item: Schema.Attribute.Relation<'oneToOne', 'api::item.item'>;
    price: Schema.Attribute.Decimal;
    quantity: Schema.Attribute.Integer;
  };
}

export interface JobRequirement extends Struct.ComponentSchema {
  collectionName: 'components_job_requirements';
  info: {
    displayName: 'Requirement';
  };
  attributes: {
    faqs: Schema.Attribute.Relation<'oneToMany', 'api::faq.faq'>;
    label: Schema.Attribute.String & Schema.Attribute.Required;
    links: Schema.Attribute.Component<'shared.link', true>;
    weight: Schema.Attribute.Integer;
  };
}

export interface OpportunityCall extends Struct.ComponentSchema {
  collectionName: 'components_opportunity_calls';
  info: {
    displayName: 'Call';
  };
  attributes: {
    summary: Schema.Attribute.Text;
  };
}

export interface OpportunityItem extends Struct.ComponentSchema {
  collectionName: 'components_opportunity_items';
  info: {
    displayName: 'Item';
  };
  attributes: {
    label: Schema.Attribute.String;
    price: Schema.Attribute.Component<'opportunity.money', false>;
    quantity: Schema.Attribute.Integer;
  };
}

export interface OpportunityMoney extends Struct.ComponentSchema {
  collectionName: 'components_opportunity_moneys';
  info: {
    displayName: 'Money';
  };
  attributes: {
    amount: Schema.Attribute.Decimal;
    currency: Schema.Attribute.String;
  };
}

export interface OpportunityRemark extends Struct.ComponentSchema {
  collectionName: 'components_opportunity_remarks';
  info: {
    displayName: 'Remark';
  };
  attributes: {
    text: Schema.Attribute.Text;
  };
}

export interface SectionGallery extends Struct.ComponentSchema {
  collectionName: 'components_section_galleries';
  info: {
    displayName: 'Gallery';
  };
  attributes: {
    images: Schema.Attribute.Media<'images', true>;
    links: Schema.Attribute.Component<'shared.link', true>;
    title: Schema.Attribute.String;
  };
}

export interface SectionHero extends Struct.ComponentSchema {
  collectionName: 'components_section_heroes';
  info: {
    displayName: 'Hero';
  };
  attributes: {
    image: Schema.Attribute.Media<'images' | 'files'>;
    page: Schema.Attribute.Relation<'manyToOne', 'api::page.page'>;
    title: Schema.Attribute.String;
  };
}

export interface SectionQuote extends Struct.ComponentSchema {
  collectionName: 'components_section_quotes';
  info: {
    displayName: 'Quote';
  };
  attributes: {
    author: Schema.Attribute.Relation<'oneToOne', 'api::author.author'>;
    text: Schema.Attribute.Text & Schema.Attribute.Required;
  };
}

export interface SectionTeaser extends Struct.ComponentSchema {
  collectionName: 'components_section_teasers';
  info: {
    displayName: 'Teaser';
  };
  attributes: {
    article: Schema.Attribute.Relation<'manyToOne', 'api::article.article'>;
    link: Schema.Attribute.Component<'shared.link', false>;
    pages: Schema.Attribute.Relation<'manyToMany', 'api::page.page'>;
    title: Schema.Attribute.String;
  };
}

export interface SharedContact extends Struct.ComponentSchema {
  collectionName: 'components_shared_contacts';
  info: {
    displayName: 'Contact';
  };
  attributes: {
    directLine: Schema.Attribute.String & Schema.Attribute.Private;
    email: Schema.Attribute.Email;
    name: Schema.Attribute.String;
    person: Schema.Attribute.Relation<'manyToOne', 'api::author.author'>;
    photo: Schema.Attribute.Media<'images' | 'files'>;
  };
}

export interface SharedLink extends Struct.ComponentSchema {
  collectionName: 'components_shared_links';
  info: {
    displayName: 'Link';
  };
  attributes: {
    label: Schema.Attribute.String & Schema.Attribute.Required;
    url: Schema.Attribute.String;
  };
}

export interface SharedOpenGraph extends Struct.ComponentSchema {
  collectionName: 'components_shared_open_graphs';
  info: {
    displayName: 'Open graph';
  };
  attributes: {
    image: Schema.Attribute.Media<'images' | 'files'>;
    title: Schema.Attribute.String;
  };
}

export interface SharedSeo extends Struct.ComponentSchema {
  collectionName: 'components_shared_seos';
  info: {
    displayName: 'SEO';
  };
  attributes: {
    canonicalPage: Schema.Attribute.Relation<'oneToOne', 'api::page.page'>;
    description: Schema.Attribute.Text;
    openGraph: Schema.Attribute.Component<'shared.open-graph', false>;
    title: Schema.Attribute.String;
  };
}

declare module '@strapi/strapi' {
  export namespace Public {
    export interface ComponentSchemas {
      'erpnext.comment': ErpnextComment;
      'erpnext.line': ErpnextLine;
      'erpnext.phone-call': ErpnextPhoneCall;
      'erpnext.price': ErpnextPrice;
      'event.slot': EventSlot;
      'invoice.line': InvoiceLine;
      'job.requirement': JobRequirement;
      'opportunity.call': OpportunityCall;
      'opportunity.item': OpportunityItem;
      'opportunity.money': OpportunityMoney;
      'opportunity.remark': OpportunityRemark;
      'section.gallery': SectionGallery;
      'section.hero': SectionHero;
      'section.quote': SectionQuote;
      'section.teaser': SectionTeaser;
      'shared.contact': SharedContact;
      'shared.link': SharedLink;
      'shared.open-graph': SharedOpenGraph;
      'shared.seo': SharedSeo;
    }
  }
}
