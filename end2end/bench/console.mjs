/**
 * From a click or a key until the answer is painted, beside the floor: a plain page over the same store. Both are asked in turn, so
 * that the machine's moods meet both. `BENCH_LOGS` names folders of logs, the short one first.
 */

import { desktop, launch } from '../harness/browser.mjs';
import { actions, timed } from './console/actions.mjs';
import { cold } from './console/cold.mjs';
import { isFloor, middle, ms, shown } from './console/figures.mjs';
import { live } from './console/live.mjs';
import { startFloor, startOurs } from './console/sides.mjs';
import { words } from './console/words.mjs';

const rounds = Number(process.env.ROUNDS ?? 31);
/** Not counted: the first time compiles scripts and fills caches. */
const warm = 3;
const logs = (process.env.BENCH_LOGS ?? '').split(',').filter(Boolean);

const broken = [];
const expect = (holds, what) => holds || broken.push(what);

async function openLog(browser, side) {
  const context = await browser.newContext({ baseURL: side.address, viewport: desktop, reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto('/logs/orders');
  await page.waitForFunction(() => document.documentElement.dataset.alive === 'yes');
  await page.locator('[data-test="row"]').first().waitFor();
  return page;
}

/** Nobody presses again within a tenth of a second: what an answer still does after it was painted is not the next one's. */
const rest = () => new Promise((done) => { setTimeout(done, 100); });

const act = (page, step, watch) => page.evaluate(timed, { step, watch });

/** What the store took for the latest answer, by the floor's own clock. */
const storeTime = (page) => page.evaluate(() => performance.getEntriesByType('resource').at(-1)?.serverTiming?.[0]?.duration ?? Number.NaN);

/** Times each action on both sides in turn; gives name → { ours, floor, store }. */
async function play(pages, list) {
  const times = new Map();
  for (let round = -warm; round < rounds; round += 1) {
    for (const action of actions(list[Math.max(round, 0)])) {
      for (const side of ['floor', 'ours']) {
        await pages[side].bringToFront();
        const took = await act(pages[side], action.act);
        const store = side === 'floor' ? await storeTime(pages.floor) : undefined;
        for (const step of action.undo) await act(pages[side], step);
        await rest();
        if (round < 0) continue;
        const kept = times.get(action.name) ?? { ours: [], floor: [], store: [], bound: action.bound };
        kept[side].push(took);
        if (store !== undefined) kept.store.push(store);
        times.set(action.name, kept);
      }
    }
    await pages.floor.evaluate(() => performance.clearResourceTimings());
  }
  return times;
}

/** Asks for a failed row once more on both sides, another row each round, until its status has changed on screen. */
async function retries(pages) {
  const kept = { ours: [], floor: [], store: [] };
  for (const page of Object.values(pages)) await act(page, { do: 'click', hook: 'status-failed' });
  const rows = await pages.floor.evaluate(() => [...document.querySelectorAll('[data-test="row"]')].map((row) => row.dataset.id));
  for (const row of rows.slice(0, rounds)) {
    for (const side of ['floor', 'ours']) {
      await pages[side].bringToFront();
      kept[side].push(await act(pages[side], { do: 'again', row }, row));
      await rest();
      if (side === 'floor') kept.store.push(await storeTime(pages.floor));
    }
  }
  return kept;
}

function report(times) {
  console.log(`${'click or key → painted, ms'.padEnd(28)}${'lockstep'.padEnd(24)}${'floor'.padEnd(24)}${'store'.padStart(7)}${'ratio'.padStart(7)}`);
  for (const [name, { ours, floor, store, bound }] of times) {
    const [us, them] = [middle(ours), middle(floor)];
    const fine = bound ? us.median <= bound : isFloor(us.median, them.median);
    expect(fine, `${name}: ${us.median.toFixed(1)} ms, the floor ${them.median.toFixed(1)} ms`);
    const verdict = fine ? '' : '  too slow';
    console.log(`${name.padEnd(28)}${shown(us)}${shown(them)}${ms(middle(store).median)}${(us.median / them.median).toFixed(2).padStart(7)}${verdict}`);
  }
}

const browser = await launch();
const medians = [];
try {
  for (const data of logs) {
    console.log(`\n${data}, ${rounds} pairs in turn`);
    const [ours, floor] = [await startOurs(data), await startFloor(data)];
    try {
      const list = await words(ours.address, rounds);
      const pages = { floor: await openLog(browser, floor), ours: await openLog(browser, ours) };
      const times = await play(pages, list);
      times.set('retry → new status', await retries(pages));
      report(times);
      medians.push(new Map([...times].map(([name, { ours: all }]) => [name, middle(all).median])));
      for (const page of Object.values(pages)) await page.context().close();
      if (data === logs.at(-1)) {
        await cold(browser, { ours, floor }, { rounds, expect });
        await live(browser, ours, { seconds: Number(process.env.SECONDS_OF_STORM ?? 30), expect });
      }
    } finally {
      await ours.stop();
      await floor.stop();
    }
  }
  if (medians.length > 1) {
    console.log('\nthe longest log beside the shortest');
    for (const [name, short] of medians[0]) {
      const ratio = medians.at(-1).get(name) / short;
      console.log(`${name.padEnd(28)}${ratio.toFixed(2)}`);
      expect(ratio <= 1.2 || medians.at(-1).get(name) - short <= 17, `${name}: ${ratio.toFixed(2)} times as long in the long log`);
    }
  }
} finally {
  await browser.close();
}
if (broken.length > 0) {
  console.error(`\nnot as promised:\n${broken.join('\n')}`);
  process.exitCode = 1;
}
