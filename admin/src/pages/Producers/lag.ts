import type { Producer } from '../../../../server/src/protocol';

/** Positions of the producer's stream that this site has not yet dealt with. */
export const lagOf = ({ head, cursor }: Pick<Producer, 'head' | 'cursor'>): number =>
  Math.max(0, head - cursor);
