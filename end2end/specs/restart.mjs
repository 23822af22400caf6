import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openWindow } from '../harness/browser.mjs';
import { Demo } from '../harness/demo.mjs';
import { LogPage } from '../harness/log-page.mjs';
import { Shop } from '../harness/shop.mjs';
import { stage } from '../harness/stage.mjs';
import { pause } from '../harness/until.mjs';

describe('a restart of the server', () => {
  it('is survived by an open page, which connects again and shows what is new', { timeout: 240_000 }, async () => {
    const { settings } = await stage.demo.api.get('/api/v1/settings');
    const shop = await Shop.start({ name: 'restart', settings });
    const { page, said, close } = await openWindow(stage.browser, { address: shop.address });
    try {
      await shop.sandbox.sell({ count: 3 });
      await shop.api.waitForCount('order', 'synced', 1, 120);
      const log = await new LogPage(page).open('orders');
      const before = await log.refs();

      await shop.crash();
      await pause(12_000);
      await shop.restart();
      const kept = (await shop.api.logs('order', { limit: 200 })).records.map(({ source_ref }) => source_ref);
      assert.equal(kept.length, 3, 'the crash lost no row');

      await shop.sandbox.sell({ count: 2 });
      // Sales that came before the page was connected again are in the list it then fetches; later ones are announced.
      const fresh = log.hook('new');
      const grown = async () => (await log.refs()).length > before.length;
      for (let left = 120; left > 0 && !(await fresh.isVisible()) && !(await grown()); left -= 1) await pause(1_000);
      if (await fresh.isVisible()) {
        assert.deepEqual(await log.refs(), before, 'nothing moved under the reader');
        await fresh.click();
      }
      await log.rowsUntil('the new sale', (rows) => rows.length > before.length);
      assert.ok(said.every((line) => /ERR_CONNECTION|ERR_SOCKET_NOT_CONNECTED|ERR_INCOMPLETE|ERR_EMPTY/.test(line)), said.join('\n'));
    } finally {
      await close();
      await shop.stop();
    }
  });

  it('stops in good order when asked, with a page still open', { timeout: 120_000 }, async () => {
    const demo = await Demo.start({ name: 'stop' });
    const { page, close } = await openWindow(stage.browser, { address: demo.address });
    try {
      await new LogPage(page).open('orders');
      assert.equal(await demo.stop(), 0);
    } finally {
      await close();
      await demo.stop();
    }
  });
});
