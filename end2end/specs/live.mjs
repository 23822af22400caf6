import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
    const time = page.locator('[data-test="row"] time').first();
    assert.match(await time.getAttribute('datetime'), /^\d{4}-\d\d-\d\dT/);
    assert.match(await time.getAttribute('title'), /\d{4}/);
    assert.match(await time.innerText(), /ago|now|min|sec|hour|day|yesterday/i);
  }));
});
