/** The number without an exponent: 1e21 is 1000000000000000000000, 1e-7 is 0.0000001. */
export const toPlainText = (value: number): string => {
  const [mantissa = '', exponent] = String(Math.abs(value)).split('e');
  const sign = value < 0 ? '-' : '';
  if (exponent === undefined) {
    return `${sign}${mantissa}`;
  }
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  return point > 0
    ? `${sign}${digits.padEnd(point, '0')}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
};

/** A decimal number's text without zeros that say nothing: 01.50 is 1.5. */
export const trimZeros = (text: string): string | null => {
  const [, sign, whole, fraction = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === undefined) {
    return null;
  }
  const number = fraction === '' ? whole : `${whole}.${fraction}`;
  return number === '0' ? '0' : `${sign}${number}`;
};
