import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openWindow } from '../harness/browser.mjs';
import { Demo } from '../harness/demo.mjs';
import { LogPage } from '../harness/log-page.mjs';
import { stage } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

describe('a restart of the server', () => {
  it('is survived by an open page: it says that it waits, connects again and shows what is new', { timeout: 240_000 }, async () => {
    const demo = await Demo.start({ name: 'restart' });
    const { page, close } = await openWindow(stage.browser, { address: demo.address });
    try {
      const log = new LogPage(page);
      await demo.api.waitForCount('order', 'synced', 1, 90);
      await log.open('orders');
      const known = (await demo.api.logs('order', { limit: 200 })).counts;
      await demo.crashAndRestart({ restAfterCrash: 12_000 });
      const after = (await demo.api.logs('order', { limit: 1 })).counts;
      const sum = (counts) => Object.values(counts).reduce((one, other) => one + other, 0);
      assert.ok(sum(after) >= sum(known), 'no row was lost');
      await demo.sandbox.sell({ count: 2 });
      await until('news on the page without a reload', () => log.hook('new').isVisible(), { seconds: 120 });
    } finally {
      await close();
      await demo.stop();
    }
  });

  it('stops in good order when asked, with a page still open', { timeout: 120_000 }, async () => {
    const demo = await Demo.start({ name: 'stop' });
    const { page, close } = await openWindow(stage.browser, { address: demo.address });
    try {
      await page.goto('/logs/orders');
      assert.equal(await demo.stop(), 0);
    } finally {
      await close();
    }
  });
});
