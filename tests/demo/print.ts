import * as util from 'node:util';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

const isColourful = process.stdout.isTTY && !process.env.NO_COLOR;

/** Coloured on a terminal, plain in a file; `styleText` came with Node 20.12. */
export const styled = (style: Style, text: string): string =>
  isColourful && typeof util.styleText === 'function' ? util.styleText(style, text) : text;

export const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Shortens or pads to exactly `width` characters. */
export const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

export const milliseconds = (value: number): string => `${Math.round(value)} ms`;
