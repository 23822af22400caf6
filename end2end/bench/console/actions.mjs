/** What staff do on a log, and how it is undone before the next time. Both sides have the same hooks. */

/** Clicks an element. */
const click = (hook) => ({ do: 'click', hook });
/** Chooses in a list. */
const choose = (hook, value) => ({ do: 'choose', hook, value });
/** Types into the search box and presses Enter. */
const search = (text) => ({ do: 'search', text });

const all = click('status-all');

/** The actions of one round; `words` are other identifiers and words each round. */
export const actions = (words) => [
  { name: 'status filter', act: click('status-failed'), undo: [all] },
  { name: 'sort by total', act: choose('sort', 'largest'), undo: [choose('sort', '')] },
  { name: 'sort by change', act: choose('sort', 'changed'), undo: [choose('sort', '')] },
  { name: 'sort by tries', act: choose('sort', 'most-tries'), undo: [choose('sort', '')] },
  { name: 'sort the other way', act: choose('sort', 'oldest'), undo: [choose('sort', '')] },
  { name: 'last page', act: click('last'), undo: [click('first')] },
  { name: 'whole SKU', act: search(words.sku), undo: [search('')] },
  { name: 'whole id', act: search(words.id), undo: [search('')] },
  { name: 'two words + failed', act: search(`status:failed ${words.two}`), undo: [search('')], bound: 160 },
];

/** Runs in the page: does one thing and gives the milliseconds until other rows, or another status, were painted. */
export function timed({ step, watch }) {
  const rows = () => [...document.querySelectorAll('[data-test="row"]')];
  const state = () => (watch
    ? document.querySelector(`[data-id="${watch}"]`)?.dataset.status
    : `${rows().map((row) => row.dataset.id).join()}|${Boolean(document.querySelector('[data-test="empty"]'))}`);
  const hook = (name) => document.querySelector(`[data-test="${name}"]`);
  const choices = { '': 'newest' };
  return new Promise((done) => {
    const before = state();
    const started = performance.now();
    if (step.do === 'click') hook(step.hook).click();
    if (step.do === 'choose') {
      const list = hook(step.hook);
      list.value = [...list.options].some((option) => option.value === step.value) ? step.value : choices[step.value];
      list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    if (step.do === 'search') {
      const box = hook('search');
      box.value = step.text;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }
    if (step.do === 'again') document.querySelector(`[data-id="${step.row}"] [data-test="resync"]`).click();
    const look = () => {
      const waited = performance.now() - started;
      if (state() === before && waited < 5000) return requestAnimationFrame(look);
      // A message sent in the frame that draws it comes after that frame was painted.
      const painted = new MessageChannel();
      painted.port1.onmessage = () => done(waited < 5000 ? performance.now() - started : Number.NaN);
      return requestAnimationFrame(() => painted.port2.postMessage(undefined));
    };
    look();
  });
}
