/**
 * Payloads of one row together. MySQL and MariaDB refuse a statement above `max_allowed_packet`, 16 MB
 * by default in MariaDB, and with it the editor's save.
 */
export const MAX_PAYLOAD_CHARACTERS = 4 * 1024 * 1024;

const escape = (json: string): string =>
  json.replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  );

/**
 * Payloads are stored as text of ASCII characters only: JSON columns reorder keys (PostgreSQL)
 * or re-parse strings (SQLite), and text columns depend on the database's character set or refuse
 * U+0000 (strapi-facts §5). Escaped JSON comes back byte for byte everywhere.
 */
export const encodePayload = (value: unknown): string => escape(JSON.stringify(value));

/** null for what is longer than that, which is not worth the work. */
export const encodeBelow = (value: unknown, maxCharacters: number): string | null => {
  const json = JSON.stringify(value);
  const encoded = json.length > maxCharacters ? json : escape(json);
  return encoded.length > maxCharacters ? null : encoded;
};

export const decodePayload = <T>(text: string | null): T | null =>
  text === null ? null : (JSON.parse(text) as T);
