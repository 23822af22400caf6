/** Waiting for something to become true, with a sentence when it does not. */

export const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

/**
 * Asks again and again until the answer is truthy, and gives that answer.
 * The last answer is part of the complaint, so that a failing test says what it saw.
 */
export async function until(what, ask, { seconds = 30, every = 150 } = {}) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what}; last seen: ${describe(last)}`);
    await pause(every);
  }
}

function describe(seen) {
  if (seen instanceof Error) return seen.message;
  return JSON.stringify(seen)?.slice(0, 500) ?? String(seen);
}
