import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints } from '../harness/axe.mjs';
import { desktop, phone } from '../harness/browser.mjs';
import { LogPage } from '../harness/log-page.mjs';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

describe('the living page', () => {
  it('keeps new sales behind a pill and shows them when it is pressed', inWindow(async ({ log, demo }) => {
    await log.open('orders');
    const before = await log.refs();
    const [sale] = await demo.sandbox.sell();
    const pill = log.hook('new');
    await pill.waitFor({ timeout: 60_000 });
    assert.deepEqual(await log.refs(), before, 'nothing moves under the reader');
    await demo.api.waitForRecord(`the sale ${sale}`, 'order', {}, (record) => record.source_ref === sale);
    await until('the sale on the page', async () => {
      if (await pill.isVisible()) await pill.click();
      return (await log.rowOf(sale).count()) > 0;
    }, { seconds: 60 });
  }));

  for (const [where, viewport] of [['a desktop', desktop], ['a phone', phone]]) {
    it(`hides nothing that can be pressed behind what is new, on ${where}`, inWindow(async ({ page, log, demo }) => {
      await log.open('orders');
      await demo.sandbox.sell();
      await log.hook('new').waitFor({ timeout: 60_000 });
      assert.deepEqual(await complaints(page), []);
    }, { viewport }));
  }

  it('shows a change of a row without a reload, in its place', inWindow(async ({ log, demo }) => {
    // One of three: a sale may hold something that a person must see to first.
    const sold = [];
    for (let n = 0; n < 3; n += 1) sold.push((await demo.sandbox.sell())[0]);
    for (const sale of sold) await demo.api.waitForRecord(`the sale ${sale}`, 'order', {}, (record) => record.source_ref === sale);
    await log.open('orders');
    for (const sale of sold) await log.rowOf(sale).waitFor();
    const before = await log.refs();
    const synced = await until('a row to say Synced', async () => {
      for (const sale of sold) if (/Synced/.test(await log.rowOf(sale).innerText())) return sale;
      return null;
    }, { seconds: 90 });
    assert.equal((await log.refs()).indexOf(synced), before.indexOf(synced));
  }));

  it('shows times in words, with the exact moment for who wants it', inWindow(async ({ page, log }) => {
    await log.open('products');
    const time = page.locator('[data-test="row"] .time time').first();
    assert.match(await time.getAttribute('datetime'), /^\d{4}-\d\d-\d\dT/);
    assert.match(await time.getAttribute('title'), /\d{4}/);
    assert.match(await time.innerText(), /ago|now|min|sec|hour|day|yesterday/i);
  }));

  it('tells exact times by the clocks of the merchant, whatever the browser goes by', inWindow(async ({ page, log, demo }) => {
    const { version, settings } = await demo.api.get('/api/v1/settings');
    if (settings.zone !== 'Europe/London') await demo.api.put('/api/v1/settings', { based_on: version, settings: { ...settings, zone: 'Europe/London' } });
    await log.open('products');
    const time = page.locator('[data-test="row"] .time time').first();
    await until('the moment in London', async () => /\d{4}.* (GMT|BST)$/.test(await time.getAttribute('title')));
  }, { timezone: 'Asia/Tokyo' }));

  it('has one connection for all pages of a browser, and the next page takes it over', inWindow(async ({ page, log, demo }) => {
    const opened = [];
    page.context().on('request', (request) => request.url().includes('/events') && opened.push(request.frame().page()));
    await log.open('products');
    await until('the first page to be live', () => log.hook('live').getByText('Live').isVisible());
    const second = await page.context().newPage();
    const beside = new LogPage(second);
    await beside.open('orders');
    await until('the second page to be live', () => beside.hook('live').getByText('Live').isVisible());
    await demo.sandbox.sell();
    await beside.hook('new').waitFor({ timeout: 60_000 });
    assert.deepEqual(opened, [page], 'the first page alone is connected');
    await page.close();
    await until('the second page to be connected', () => opened.includes(second));
    await until('it to be live', () => beside.hook('live').getByText('Live').isVisible());
  }));
});
