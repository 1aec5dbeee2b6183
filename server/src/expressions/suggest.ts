/** For "do you mean rating?". */

/** How many letters must be added, taken away, changed or swapped to make one word the other. */
const distance = (from: string, to: string): number => {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= from.length; line += 1) {
    const [above, last] = [rows[line - 1], [line]];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = above[column - 1] + (from[line - 1] === to[column - 1] ? 0 : 1);
      const isSwapped =
        line > 1 &&
        column > 1 &&
        from[line - 1] === to[column - 2] &&
        from[line - 2] === to[column - 1];
      const swapped = isSwapped ? rows[line - 2][column - 2] + 1 : Infinity;
      last.push(Math.min(changed, swapped, above[column] + 1, last[column - 1] + 1));
    }
    rows.push(last);
  }
  return rows[from.length][to.length];
};

const LONGEST_NAME = 64;

/** The known name that is most likely meant, or null when none is near. */
const closest = (name: string, known: readonly string[]): string | null => {
  if (name.length > LONGEST_NAME) {
    return null;
  }
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.round(name.length / 3));
  const [best] = known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= allowed)
    .map((candidate) => ({ candidate, letters: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= allowed)
    .sort((a, b) => a.letters - b.letters);
  return best?.candidate ?? null;
};

/** The end of a sentence about an unknown name: `; do you mean rating?`, or a full stop. */
export const doYouMean = (name: string, known: readonly string[]): string => {
  const candidate = closest(name, known);
  return candidate === null ? '.' : `; do you mean ${candidate}?`;
};
