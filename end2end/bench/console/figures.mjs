/** Medians with the interval in which the true one lies 95 times of 100, and what counts as about the floor. */

/** The median of times with its interval, by the order statistics of a binomial. */
export function middle(times) {
  const sorted = times.toSorted((one, other) => one - other);
  const half = 0.98 * Math.sqrt(sorted.length);
  const at = (place) => sorted[Math.max(0, Math.min(sorted.length - 1, Math.round(place)))];
  return { median: at((sorted.length - 1) / 2), low: at(sorted.length / 2 - half), high: at(sorted.length / 2 + half - 1) };
}

/** One frame more than the floor, or a quarter. */
export const isFloor = (ours, floor) => ours <= Math.max(1.25 * floor, floor + 17);

export const ms = (number) => number.toFixed(1).padStart(7);

export const shown = ({ median, low, high }) => `${ms(median)} [${low.toFixed(1)}..${high.toFixed(1)}]`.padEnd(24);
