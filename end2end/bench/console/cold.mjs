/** A first visit over a slow line on a slow machine: when the first row is seen, what was loaded by then, and whether anything jumps. */

import { desktop } from '../../harness/browser.mjs';
import { middle, shown } from './figures.mjs';

/** Chrome's own “Fast 4G”, and a processor four times slower. */
const line = { offline: false, latency: 60 * 2.75, downloadThroughput: (9e6 * 0.9) / 8, uploadThroughput: (1.5e6 * 0.9) / 8 };

/**
 * Runs before the page does: notes when a row was painted, when clicks are answered, and what moved. It tells by itself: a question
 * from outside, before the first paint, would hold that up.
 */
function watch() {
  window.shifted = 0;
  new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset.alive !== 'yes') return;
    window.alive = performance.now();
    observer.disconnect();
    console.debug('alive');
  }).observe(document, { attributes: true, attributeFilter: ['data-alive'], subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    if (!document.querySelector('[data-test="row"]')) return requestAnimationFrame(look);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { window.firstRow = performance.now(); };
    return requestAnimationFrame(() => painted.port2.postMessage(undefined));
  };
  requestAnimationFrame(look);
}

async function visit(browser, side) {
  const context = await browser.newContext({ baseURL: side.address, viewport: desktop, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', line);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const loaded = new Map();
  let asked;
  cdp.on('Network.requestWillBeSent', ({ requestId, timestamp }) => {
    asked ??= timestamp;
    loaded.set(requestId, { pieces: [] });
  });
  cdp.on('Network.dataReceived', ({ requestId, timestamp, encodedDataLength }) => loaded.get(requestId)?.pieces.push([timestamp, encodedDataLength]));
  // What a whole answer weighed on the line is told at its end.
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => Object.assign(loaded.get(requestId) ?? {}, { end: timestamp, whole: encodedDataLength }));
  const isAlive = page.waitForEvent('console', { predicate: (message) => message.text() === 'alive', timeout: 60_000 });
  await page.goto('/logs/orders', { waitUntil: 'commit' });
  await isAlive;
  await page.waitForTimeout(300);
  const { firstRow, shifted, alive } = await page.evaluate(() => ({ firstRow: window.firstRow, shifted: window.shifted, alive: window.alive }));
  await context.close();
  const before = (at) => (at - asked) * 1000 <= firstRow;
  const arrived = ({ pieces, end, whole }) => (end && before(end) ? whole : pieces.filter(([at]) => before(at)).reduce((sum, [, size]) => sum + size, 0));
  const bytes = [...loaded.values()].reduce((sum, one) => sum + arrived(one), 0);
  return { firstRow, shifted, bytes, alive };
}

/** Visits both in turn and prints what was seen. */
export async function cold(browser, sides, { rounds, expect }) {
  const seen = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of ['floor', 'ours']) seen[side].push(await visit(browser, sides[side]));
  }
  const of = (side, what) => middle(seen[side].map((visited) => visited[what]));
  const [ours, floor] = [of('ours', 'firstRow'), of('floor', 'firstRow')];
  console.log('\na first visit, Fast 4G, a processor 4 times slower');
  console.log(`first row seen, ms          ${shown(ours)}${shown(floor)}${(ours.median / floor.median).toFixed(2).padStart(14)}`);
  console.log(`bytes by then               ${shown(of('ours', 'bytes'))}${shown(of('floor', 'bytes'))}`);
  console.log(`answers clicks, ms          ${shown(of('ours', 'alive'))}${shown(of('floor', 'alive'))}`);
  const shifted = Math.max(...seen.ours.map((visited) => visited.shifted));
  console.log(`layout shift, worst         ${shifted.toFixed(4)}`);
  expect(ours.median <= 1.25 * floor.median, `first row: ${ours.median.toFixed(0)} ms, the floor ${floor.median.toFixed(0)} ms`);
  expect(shifted === 0, `the layout shifts by ${shifted.toFixed(4)}`);
  expect(of('ours', 'bytes').median <= 15_000, `${of('ours', 'bytes').median} bytes before the first row`);
}
