import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';
import { complaints } from '../harness/axe.mjs';

/** Waits until a piece of bulk work has ended, on its own page. */
async function ended(page, log) {
  await page.waitForURL('**/bulk/**');
  await until('the end of the work', async () => (await page.locator('section[data-test=bulk]').getAttribute('data-state')) === 'ended', { seconds: 60 });
  return log.hook('bulk-says').innerText();
}

describe('many records at once', () => {
  it('ticks single rows, a range, the page and all that match', inWindow(async ({ log }) => {
    await log.open('products');
    const boxes = log.hook('select');
    await boxes.nth(1).click();
    await boxes.nth(4).click({ modifiers: ['Shift'] });
    assert.match(await log.hook('ticked').innerText(), /^4 ticked/);
    await log.hook('select-page').check();
    assert.match(await log.hook('ticked').innerText(), /^50 ticked/);
    await log.hook('select-all').click();
    assert.match(await log.hook('ticked').innerText(), /^All 2,0\d\d that match/);
    await log.hook('untick').click();
    await until('no bar', async () => (await log.hook('ticked').count()) === 0);
  }));

  it('holds rows still while some are ticked, and says so', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.hook('select').first().click();
    await until('the badge', async () => /hold still/i.test(await log.hook('live').innerText()));
    await page.keyboard.press('Tab');
    await log.hook('untick').click();
    await until('the badge again', async () => /Live/.test(await log.hook('live').innerText()));
  }));

  it('says exactly what it takes and leaves out before it begins, then retries all that failed', inWindow(async ({ page, log, demo }) => {
    const failed = (await demo.api.logs('product', { limit: 1 })).counts.failed;
    await log.open('products');
    await log.hook('retry-all').click();
    const dialog = log.hook('bulk-dialog');
    await log.hook('bulk-begin').waitFor();
    const which = await log.hook('bulk-which').innerText();
    const [taken, of] = /^([\d,]+) of ([\d,]+): Failed/.exec(which)?.slice(1).map((text) => Number(text.replaceAll(',', ''))) ?? [];
    // The shop lives: more may have failed since it was counted.
    assert.ok(taken === of && taken >= failed, `${which} of ${failed}`);
    assert.ok((await log.hook('bulk-causes').locator('li').count()) > 0, 'by cause');
    assert.match(await log.hook('bulk-takes').innerText(), /Takes (a few|about)/);
    assert.deepEqual(await complaints(page), []);
    await log.hook('bulk-begin').dblclick();
    await dialog.waitFor({ state: 'hidden' });
    await ended(page, log);
    const all = await page.locator('[data-test=bulk-failed],[data-test=bulk-done],[data-test=bulk-held]').allInnerTexts();
    assert.equal(all.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0), taken);
    assert.equal((await demo.api.get('/api/v1/bulk')).bulk.filter(({ which }) => which === 'Failed').length, 1, 'pressing twice began once');
    assert.deepEqual(await complaints(page), []);
  }));

  it('skips what was ticked, with a reason that the record shows', inWindow(async ({ page, log, demo }) => {
    const { records } = await demo.api.logs('product', { status: 'failed', limit: 1 });
    await log.open('products', '?status=failed');
    await log.rowOf(records[0].source_ref).locator('[data-test=select]').click();
    await log.hook('bulk-skip').click();
    await log.hook('skip-reason').fill('Not sold in shops');
    await log.hook('skip-next').click();
    await log.hook('bulk-begin').click();
    await ended(page, log);
    const { record, attempts } = await demo.api.get(`/api/v1/records/${records[0].id}`);
    assert.equal(record.status, 'synced');
    assert.match(JSON.stringify(record.detail), /Not sold in shops/);
    assert.match(JSON.stringify(attempts[0]), /Staff/);
  }));

  it('works by keyboard alone', inWindow(async ({ page, log }) => {
    await log.open('products', '?status=failed');
    await log.rows().first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    assert.match(await log.hook('ticked').innerText(), /^1 ticked/);
    await log.hook('bulk-resync').focus();
    await page.keyboard.press('Enter');
    await log.hook('bulk-begin').waitFor();
    await page.keyboard.press('Escape');
    await log.hook('bulk-dialog').waitFor({ state: 'hidden' });
    assert.match(await log.hook('ticked').innerText(), /^1 ticked/, 'what was ticked stays so');
    // A tick takes no letters: whoever pressed one goes on with keys.
    await log.hook('select').nth(1).click();
    await page.keyboard.press('x');
    await until('the tick to be taken away by its key', async () => /^1 ticked/.test(await log.hook('ticked').innerText()));
    await page.locator('body').press('g');
    await page.keyboard.press('o');
    await page.waitForURL('**/logs/orders');
  }));
});
