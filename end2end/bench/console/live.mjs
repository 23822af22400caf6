/** A page that is open while 200 records a second change, and bulk work of a thousand rows. */

import { desktop } from '../../harness/browser.mjs';
import { middle, shown } from './figures.mjs';

const perSecond = 200;

const json = async (address, path, body) => {
  const answer = await fetch(address + path, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

/** Ids of synced orders, the newest first. */
async function synced(address, wanted) {
  const ids = [];
  for (let cursor = 'first'; cursor && ids.length < wanted; ) {
    const page = await json(address, `/api/v1/logs/orders?status=synced&limit=200&cursor=${cursor}`);
    ids.push(...page.records.map((record) => record.id));
    cursor = page.next;
  }
  return ids;
}

/** Runs in the page: gathers how long frames take, and where the row under the pointer is. */
function watch() {
  window.frames = [];
  let last = performance.now();
  const frame = (now) => {
    window.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const underPointer = (page) => page.evaluate(() => {
  const row = document.querySelectorAll('[data-test="row"]')[5];
  return `${row.dataset.id} at ${row.getBoundingClientRect().top}`;
});

async function heap(cdp) {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1_048_576;
}

/** Records that are asked for at the same moment. */
const AT_ONCE = 16;

/** Changes records at the asked rate until the time is over; gives how many were changed. */
async function churn(address, ids, seconds) {
  const started = Date.now();
  let sent = 0;
  while (Date.now() - started < seconds * 1000 && sent < ids.length) {
    const due = Math.min(ids.length, Math.floor(((Date.now() - started) / 1000) * perSecond));
    // After a pause of the machine many are due at once; more connections than these no program would open.
    const batch = ids.slice(sent, Math.min(due, sent + AT_ONCE));
    sent += batch.length;
    await Promise.all(batch.map((id) => fetch(`${address}/api/v1/records/${id}/resync`, { method: 'POST' })));
    if (sent < due) continue;
    await new Promise((go) => setTimeout(go, 20));
  }
  return sent;
}

async function storm(browser, side, seconds, expect) {
  const context = await browser.newContext({ baseURL: side.address, viewport: desktop, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const ids = await synced(side.address, seconds * perSecond);
  await page.goto('/logs/orders');
  await page.waitForFunction(() => document.documentElement.dataset.alive === 'yes');
  await page.waitForTimeout(1000);
  await page.locator('[data-test="row"]').nth(5).hover();
  const [place, before] = [await underPointer(page), await heap(cdp)];
  await page.evaluate(watch);
  const changed = await churn(side.address, ids, seconds);
  const frames = await page.evaluate(() => window.frames);
  await page.waitForTimeout(1500);
  const [after, moved] = [await heap(cdp), (await underPointer(page)) !== place];
  const worst = Math.max(...frames);
  console.log(`\n${changed} changes in ${seconds} s while a page is open`);
  console.log(`longest frame ${worst.toFixed(1)} ms, ${frames.filter((took) => took > 50).length} of ${frames.length} above 50 ms`);
  console.log(`row under the pointer moved: ${moved}; memory of the page ${before.toFixed(1)} → ${after.toFixed(1)} MiB`);
  expect(worst <= 50, `a frame took ${worst.toFixed(1)} ms while records change`);
  expect(!moved, 'the row under the pointer moved');
  await context.close();
}

async function bulk(side, expect) {
  const ids = await synced(side.address, 11_000);
  const times = [];
  for (let round = 0; round + 1 <= Math.min(11, Math.floor(ids.length / 1000)); round += 1) {
    const rows = ids.slice(round * 1000, (round + 1) * 1000);
    const plan = await json(side.address, '/api/v1/bulk', { kind: 'order', action: { do: 'resync' }, rows });
    const started = performance.now();
    await json(side.address, `/api/v1/bulk/${plan.bulk.id}/begin`, {});
    times.push(performance.now() - started);
    await json(side.address, `/api/v1/bulk/${plan.bulk.id}/cancel`, {});
  }
  console.log(`a re-sync of 1,000 rows is accepted in ms   ${shown(middle(times))}`);
  expect(middle(times).median <= 100, `bulk work is accepted in ${middle(times).median.toFixed(0)} ms`);
}

export async function live(browser, side, { seconds, expect }) {
  await bulk(side, expect);
  await storm(browser, side, seconds, expect);
}
