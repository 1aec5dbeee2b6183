import type { Attribute } from '../schemas';
import { isSecret } from '../schemas';
import type { Random } from '../seed';
import type { Template } from './operation';

/** Every secret value begins like this, so that it is found wherever it leaks to. */
export const SECRET_MARK = 'do-not-stream';

const words = (random: Random, length: number): string =>
  // Strapi trims nothing, and a required text must not be empty.
  `${random.pick(['Old', 'New', 'Any', 'No', 'One'])} ${random.text(random.integer(0, length))}`;

const token = (random: Random): string =>
  `${random.pick(['oak', 'elm', 'fir', 'ash'])}-${random.integer(0, 10 ** 9)}`;

const two = (value: number) => String(value).padStart(2, '0');

const day = (random: Random) =>
  `${random.integer(2001, 2030)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;

const time = (random: Random) =>
  `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}.000`;

const hundredths = (random: Random) => random.integer(-999_999, 999_999) / 100;

const json = (random: Random, depth = 2): Template => {
  const leaf = () =>
    random.pick<Template>([null, true, random.integer(-9, 9), words(random, 8), '', '{"a":1}']);
  if (depth === 0) return leaf();
  const inner = () => (random.chance(0.5) ? leaf() : json(random, depth - 1));
  // The root is an object or a list: databases differ in what else they can hold there.
  return random.chance(0.5)
    ? { b: inner(), a: inner(), [random.pick(['c', 'ü', 'a.b', '$d'])]: inner() }
    : Array.from({ length: random.integer(0, 3) }, inner);
};

const paragraph = (random: Random): Template => ({
  type: 'paragraph',
  children: [
    { type: 'text', text: words(random, 20), ...(random.chance(0.3) ? { bold: true } : {}) },
    ...(random.chance(0.2)
      ? [
          {
            type: 'link',
            url: 'https://example.com/',
            children: [{ type: 'text', text: 'there' }],
          },
        ]
      : []),
  ],
});

const blocks = (random: Random): Template => [
  ...(random.chance(0.3)
    ? [{ type: 'heading', level: 2, children: [{ type: 'text', text: words(random, 5) }] }]
    : []),
  ...Array.from({ length: random.integer(1, 2) }, () => paragraph(random)),
];

/** A value for an attribute that is neither relation, media nor component. */
export const scalarValue = (random: Random, name: string, attribute: Attribute): Template => {
  if (isSecret(attribute)) return `${SECRET_MARK}-${random.integer(0, 10 ** 9)}`;
  if (!attribute.required && random.chance(0.12)) return null;
  if (attribute.unique) return token(random);

  switch (attribute.type) {
    case 'string':
      return words(random, 12);
    case 'text':
    case 'richtext':
      return words(random, 40);
    case 'customField':
      return `#${random.integer(0, 0xffffff).toString(16).padStart(6, '0')}`;
    case 'uid':
      return token(random);
    case 'email':
      return `${token(random)}@example.com`;
    case 'integer':
      return random.integer(-1000, 1000);
    case 'biginteger':
      return String(random.integer(-(2 ** 52), 2 ** 52));
    case 'decimal':
    case 'float':
      return hundredths(random);
    case 'boolean':
      return random.chance(0.5);
    case 'date':
      return day(random);
    case 'time':
      return time(random);
    case 'datetime':
    case 'timestamp':
      return `${day(random)}T${two(random.integer(3, 23))}:${two(random.integer(0, 59))}:00.000Z`;
    case 'enumeration':
      return random.pick(attribute.enum ?? []);
    case 'json':
      return json(random);
    case 'blocks':
      return blocks(random);
    default:
      throw new Error(`No value is known for ${name}, which is a ${attribute.type}.`);
  }
};
