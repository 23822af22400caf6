import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

describe('status tabs and filters', () => {
  for (const status of ['synced', 'failed']) {
    it(`shows only what is ${status}, and the count on the tab is the log's`, inWindow(async ({ log, demo }) => {
      await log.open('products');
      await log.tab(status);
      const word = new RegExp(status, 'i');
      await log.rowsUntil(`every row ${status}`, (rows) => rows.length > 0 && rows.every((row) => word.test(row)));
      await until('the same count on the page and in the log', async () => {
        const { counts } = await demo.api.logs('product', { limit: 1 });
        return (await log.count(status)) === counts[status];
      });
    }));
  }

  it('shows everything again on the tab All', inWindow(async ({ log }) => {
    await log.open('products', '?status=failed');
    const failed = await log.rows().count();
    await log.tab('all');
    await log.rowsUntil('more than the failed ones', (rows) => rows.length > failed);
  }));

  it('says soon what was pressed, and keeps the rows, where other rows take their time', inWindow(async ({ page, log }) => {
    await log.open('products');
    const before = await log.refs();
    let release;
    const held = new Promise((go) => (release = go));
    await page.route('**/rpc/log?*', async (route) => {
      await held;
      await route.continue();
    });
    await log.hook('status-failed').click();
    await page.locator('[data-test="status-failed"][aria-current="true"]').waitFor();
    assert.deepEqual(await log.refs(), before, 'the rows stay until others are there');
    release();
    await log.rowsUntil('every row failed', (rows) => rows.length > 0 && rows.every((row) => /Failed/.test(row)));
    assert.equal(await page.locator('[data-test="status-all"][aria-current]').count(), 0);
  }));

  it('shows only what comes from the chosen platform', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.hook('source').selectOption({ label: 'Brightpearl' });
    await page.waitForURL('**source=brightpearl*');
    await log.rowsUntil('rows from Brightpearl', (rows) => rows.length > 0 && rows.every((row) => /Brightpearl/.test(row)));
    await log.hook('source').selectOption({ label: 'Lightspeed' });
    await page.waitForURL('**source=lightspeed*');
    await log.rowsUntil('no rows', (rows) => rows.length === 0);
    await log.hook('empty').getByRole('link', { name: 'Show all' }).click();
    await log.rowsUntil('rows again', (rows) => rows.length > 0);
    assert.equal(new URL(page.url()).search, '');
  }));
});
