import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

describe('the address', () => {
  it('keeps filters and the open record over back, forward and reload', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.tab('failed');
    await log.rowsUntil('failed rows', (rows) => rows.length > 0 && rows.every((row) => /Failed/i.test(row)));
    await log.rows().first().locator('[data-test="view"]').click();
    await log.modal().waitFor();
    const open = page.url();

    await page.goBack();
    await log.modal().waitFor({ state: 'hidden' });
    assert.match(page.url(), /status=failed/);
    await page.goForward();
    await log.modal().waitFor();
    assert.equal(page.url(), open);

    await page.reload();
    await log.alive();
    await log.modal().waitFor();
    assert.equal(page.url(), open);
    const rows = await log.rows().allTextContents();
    assert.ok(rows.length > 0 && rows.every((row) => /Failed/i.test(row)), 'the filter still holds');
  }));

  it('goes back from a filter to what was before', inWindow(async ({ page, log }) => {
    await log.open('products');
    const all = await log.rows().count();
    await log.tab('failed');
    await log.rowsUntil('failed rows', (rows) => rows.every((row) => /Failed/i.test(row)));
    await page.goBack();
    await log.rowsUntil('all rows', (rows) => rows.length === all);
  }));

  it('keeps a search and a page over a reload', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.search('a');
    await page.waitForURL('**q=a*');
    await log.hook('next').click();
    // Only on a later page is there a newer one; until then the rows of the first may still be on show.
    const newer = log.hook('previous');
    await until('the second page', async () => (await newer.getAttribute('aria-disabled')) !== 'true');
    const before = await log.refs();
    await page.reload();
    await log.alive();
    assert.deepEqual(await log.refs(), before);
    assert.equal(await log.hook('search').inputValue(), 'a');
  }));
});
