import { setTimeout as delay } from 'node:timers/promises';

import type { AdminApi } from '../support/api';
import type { Random } from '../support/seed';
import type { Item, Note } from './content';
import { ITEM, NOTE } from './content';

const TITLES = [
  'Ferry timetable',
  'Harbour walk',
  'Bread on Saturday',
  'Lost umbrella',
  'Library hours',
  'Two cellos and a choir',
  'Rain from the west',
  'New lamp posts',
  'Market day',
  'Swimming lessons',
];
const SHORTEST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 4000;
/** Enough to see a list fill, few enough to keep an eye on. */
const MOST_NOTES = 20;

/** One edit of the kind an editor makes, on a note or, now and then, an item. */
const createEditor = (producer: AdminApi, random: Random) => {
  const notes = producer.documents<Note>(NOTE);
  const items = producer.documents<Item>(ITEM);
  const noteIds: string[] = [];
  let number = 0;

  const createNote = async () => {
    number += 1;
    const { documentId } = await notes.create({
      title: `${random.pick(TITLES)} (${number})`,
      public: random.chance(0.5),
      rating: random.integer(1, 5),
    });
    noteIds.push(documentId);
  };
  const updateNote = () =>
    notes.update(random.pick(noteIds), {
      rating: random.integer(1, 5),
      content: `${random.pick(TITLES)}, ${random.pick(TITLES).toLowerCase()}.`,
    });
  const removeNote = () => {
    const [documentId] = noteIds.splice(random.integer(0, noteIds.length - 1), 1);
    return notes.remove(documentId);
  };
  const createItem = () => {
    number += 1;
    return items.create({
      code: `item-${number}`,
      name: `Item ${number}`,
      price: random.integer(100, 9999) / 100,
      stock: random.integer(0, 50),
    });
  };

  return async (): Promise<void> => {
    if (noteIds.length >= MOST_NOTES) await removeNote();
    else if (noteIds.length < 2 || random.chance(0.5)) await createNote();
    else if (random.chance(0.55)) await updateNote();
    else if (random.chance(0.55)) await removeNote();
    else await createItem();
  };
};

/** Edits on the producer every few seconds until `signal` says stop. */
export const writeForEver = async (
  producer: AdminApi,
  random: Random,
  signal: AbortSignal
): Promise<never> => {
  const edit = createEditor(producer, random);
  for (;;) {
    await edit();
    await delay(random.integer(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS), undefined, { signal });
  }
};
