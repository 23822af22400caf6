import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';

const columns = {
  products: ['Product name', 'SKU', 'Source', 'Sync status', 'Last updated on platform', 'Action'],
  orders: ['Source', 'Order ID', 'Source SO ID', 'Total', 'Order status', 'Last updated', 'Action'],
  customers: ['Name', 'Email', 'Phone', 'Source', 'Status', 'Last updated', 'Action'],
};

describe('the first load', () => {
  for (const [log, wanted] of Object.entries(columns)) {
    it(`shows the rows of ${log} without JavaScript`, inWindow(async ({ page, log: view }) => {
      await page.goto(`/logs/${log}`);
      assert.ok((await view.rows().count()) > 0, 'there are rows in the HTML itself');
      const statuses = await view.statuses();
      assert.ok(statuses.every((text) => /Pending|Processing|Synced|Failed/.test(text)), statuses.join());
      const heads = await page.getByRole('columnheader').allInnerTexts();
      assert.deepEqual(heads.map((head) => head.trim()).filter(Boolean).slice(-wanted.length), wanted);
    }, { javaScript: false }));
  }

  it('has the rows readable before the WebAssembly has arrived', inWindow(async ({ page, log }) => {
    let release;
    const held = new Promise((go) => (release = go));
    await page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/logs/products', { waitUntil: 'commit' });
    await log.rows().first().waitFor();
    const before = await log.refs();
    release();
    await log.alive();
    assert.deepEqual(await log.refs(), before, 'nothing moves when the page wakes up');
  }));

  it('draws no dialog before somebody opens it', inWindow(async ({ page, log }) => {
    await log.open('products');
    assert.equal(await page.locator('dialog h2').count(), 0);
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.closest('dialog') !== null), 'the focus is in it');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Keys' }).waitFor({ state: 'hidden' });
  }));

  it('keeps hashed files for ever and hands them out packed', inWindow(async ({ demo }) => {
    const html = await (await fetch(`${demo.address}/`)).text();
    const file = /\/pkg\/overview\.[0-9a-f]+\.js/.exec(html)[0];
    const answer = await fetch(`${demo.address}${file}`, { headers: { 'accept-encoding': 'br' } });
    assert.equal(answer.headers.get('content-encoding'), 'br');
    assert.match(answer.headers.get('cache-control'), /immutable/);
  }));

  it('draws a page for an address nobody knows, with a way back', inWindow(async ({ page }) => {
    const answer = await page.goto('/logs/umbrellas');
    assert.equal(answer.status(), 404);
    assert.ok(await page.getByRole('navigation').first().isVisible());
  }));
});
