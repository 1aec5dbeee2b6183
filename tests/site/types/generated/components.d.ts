import type { Schema, Struct } from '@strapi/strapi';

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

declare module '@strapi/strapi' {
  export namespace Public {
    export interface ComponentSchemas {
      'invoice.line': InvoiceLine;
      'section.gallery': SectionGallery;
      'section.quote': SectionQuote;
      'shared.link': SharedLink;
    }
  }
}
