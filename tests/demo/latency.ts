/** The value that `share` of the samples do not exceed (nearest rank). */
export const percentile = (samples: readonly number[], share: number): number => {
  if (samples.length === 0) throw new RangeError('A percentile needs at least one sample.');
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
};
