/**
 * Payloads are stored as text of ASCII characters only: JSON columns reorder keys (PostgreSQL)
 * or re-parse strings (SQLite), and text columns depend on the database's character set or refuse
 * U+0000 (strapi-facts §5). Escaped JSON comes back byte for byte everywhere.
 */
export const encodePayload = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  );

export const decodePayload = <T>(text: string | null): T | null =>
  text === null ? null : (JSON.parse(text) as T);
