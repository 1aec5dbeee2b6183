/** What the demo streams: the two flat content types of the test site. */
export interface Note {
  title: string;
  content: string | null;
  public: boolean;
  rating: number | null;
}

export interface Item {
  code: string;
  name: string;
  price: number;
  stock: number;
}

export const NOTE = 'api::note.note';
export const ITEM = 'api::item.item';

/** The fields of each content type that both sites must agree on. */
export const STREAMED_FIELDS = {
  [NOTE]: ['title', 'content', 'public', 'rating'],
  [ITEM]: ['code', 'name', 'price', 'stock'],
} as const;

export type StreamedType = keyof typeof STREAMED_FIELDS;
export const STREAMED_TYPES = Object.keys(STREAMED_FIELDS) as StreamedType[];
