import type { Schema, Struct } from '@strapi/strapi';

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
      'event.slot': EventSlot;
      'invoice.line': InvoiceLine;
      'job.requirement': JobRequirement;
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
