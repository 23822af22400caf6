import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** Presses a button of the pager and waits until other rows are shown. */
async function turn(log, button) {
  const before = (await log.rows().allTextContents()).join();
  await log.hook(button).click();
  await log.rowsUntil(`other rows after ${button}`, (rows) => rows.length > 0 && rows.join() !== before);
  return identities(log);
}

/** What tells rows apart whatever their status does meanwhile. */
async function identities(log) {
  await log.settled();
  return log.rows().evaluateAll((rows) => rows.map((row) => row.dataset.id));
}

describe('paging', () => {
  it('goes older and newer, to the last page and back to the first, without losing or repeating a row', inWindow(async ({ log }) => {
    await log.open('products');
    const first = await identities(log);
    assert.ok(first.every(Boolean), 'rows can be told apart');
    const second = await turn(log, 'next');
    assert.equal(second.filter((id) => first.includes(id)).length, 0, 'no row twice');
    const third = await turn(log, 'next');
    assert.equal(third.filter((id) => second.includes(id)).length, 0, 'no row twice');
    assert.deepEqual(await turn(log, 'previous'), second, 'newer shows the page before');
    const last = await turn(log, 'last');
    assert.equal(last.length, first.length, 'the last page is a whole one');
    const again = await turn(log, 'first');
    // The shop lives: what came meanwhile stands on top, and nothing else has moved.
    const news = again.filter((id) => !first.includes(id));
    assert.ok(news.length < 10, 'hardly anything came meanwhile');
    assert.deepEqual(again, [...news, ...first].slice(0, again.length), 'first shows where we began');
  }));

  it('brings back in their order the rows that a short answer left over, also under other columns', inWindow(async ({ log, demo }) => {
    const { records } = await demo.api.logs('product', { limit: 30 });
    const sku = records.map(({ payload }) => payload?.sku).filter(Boolean).at(-1);
    await log.open('products');
    const whole = await identities(log);
    const shows = async (what, number, text) => {
      await log.search(text);
      await log.rowsUntil(what, (rows) => (number === 'all' ? rows.length === whole.length : rows.length > 0 && rows.length < 5));
    };
    await shows('the one product', 'few', sku);
    assert.equal((await log.rows().first().getAttribute('data-id')), records.find(({ payload }) => payload?.sku === sku).id);
    await shows('all rows again', 'all', '');
    const back = await identities(log);
    // The shop lives: what came meanwhile stands on top.
    const news = back.filter((id) => !whole.includes(id));
    assert.deepEqual(back, [...news, ...whole].slice(0, back.length));
    await shows('the one product', 'few', sku);
    await log.hook('columns').click();
    await log.page.getByRole('checkbox', { name: 'Tries' }).check();
    await log.page.keyboard.press('Escape');
    await log.rowsUntil('still the few rows', (rows) => rows.length > 0 && rows.length < 5);
    await shows('all rows under other columns', 'all', '');
    assert.equal(new Set(await identities(log)).size, whole.length, 'no row twice');
  }));

  it('does not offer what does not exist', inWindow(async ({ log }) => {
    await log.open('products');
    const isOff = (hook) => log.hook(hook).evaluate((element) => element.getAttribute('aria-disabled') === 'true');
    assert.ok(await isOff('first'), 'no first page on the first');
    assert.ok(await isOff('previous'), 'nothing newer on the first page');
    await turn(log, 'last');
    assert.ok(await isOff('next'), 'nothing older on the last page');
    assert.ok(await isOff('last'), 'no last page on the last');
  }));

  it('works by links without JavaScript', inWindow(async ({ page, log }) => {
    await page.goto('/logs/products');
    const first = await identities(log);
    await log.hook('next').click();
    const second = await identities(log);
    assert.equal(second.filter((id) => first.includes(id)).length, 0);
  }, { javaScript: false }));

  it('goes to a day, and on from there', inWindow(async ({ page, log, demo }) => {
    await log.open('products');
    // Asked anew each time: a newer product may have come meanwhile.
    const newest = async () => (await demo.api.logs('product', { limit: 50 })).records.map(({ id }) => id);
    const today = await page.evaluate(() => new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' }));
    await log.hook('go-to-day').fill(today);
    await page.waitForURL(`**at=d.${today}*`);
    await log.rowsUntil('the rows of today', (rows) => rows.length > 0);
    await until('today to begin with the newest', async () => (await newest()).includes((await identities(log))[0]));
    await log.hook('go-to-day').fill('2020-01-01');
    await log.rowsUntil('no row is as old as that', (rows) => rows.length === 0);
    await log.hook('previous').click();
    await log.rowsUntil('the oldest rows', (rows) => rows.length > 0);
  }));
});
