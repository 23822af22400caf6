import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints } from '../harness/axe.mjs';
import { openWindow } from '../harness/browser.mjs';
import { LogPage } from '../harness/log-page.mjs';
import { inWindow, stage } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

const named = (log, name) => log.hook('saved-view').filter({ hasText: name });

/** Saves what the log shows under a name. */
async function save(log, name, { shared = false } = {}) {
  await log.hook('keep-view').click();
  await log.hook('view-name').fill(name);
  if (shared) await log.hook('view-shared').check();
  await log.hook('view-save').click();
  await named(log, name).waitFor();
}

/** Plays in the browser of somebody else. */
async function elsewhere(play) {
  const { page, close } = await openWindow(stage.browser, { address: stage.demo.address });
  try {
    await play(page, new LogPage(page));
  } finally {
    await close();
  }
}

describe('views', () => {
  it('has a few built in, each with the number of rows it finds', inWindow(async ({ page, log, demo }) => {
    await log.open('products');
    const shown = named(log, 'Needs attention');
    await until('the number', async () => {
      const { views } = await demo.api.get('/api/v1/logs/products/views');
      return (await shown.innerText()).replaceAll(',', '').endsWith(String(views[0].records));
    });
    await shown.click();
    await page.waitForURL('**is=needs-me*');
    await until('the view to be the one that is shown', async () => (await shown.getAttribute('aria-current')) === 'true');
  }));

  it('keeps a filter and an order under a name, and a pasted link opens the same', inWindow(async ({ page, log }) => {
    await log.open('orders', '?q=total%3A%3E20&sort=largest');
    await save(log, 'Big sales', { shared: true });
    assert.equal(await named(log, 'Big sales').getAttribute('aria-current'), 'true');
    await log.open('orders');
    await named(log, 'Big sales').click();
    await page.waitForURL('**sort=largest*');
    const address = page.url();
    await elsewhere(async (other, there) => {
      await other.goto(address);
      await there.alive();
      assert.equal(await there.hook('search').inputValue(), 'total:>20');
      assert.equal(await named(there, 'Big sales').getAttribute('aria-current'), 'true', 'the team has it');
    });
  }));

  it('keeps own views to the browser they were saved in', inWindow(async ({ log }) => {
    await log.open('orders', '?status=failed');
    await save(log, 'Mine alone');
    await elsewhere(async (_, there) => {
      await there.open('orders');
      assert.equal(await named(there, 'Mine alone').count(), 0);
    });
  }));

  it('removes a view, and takes that back', inWindow(async ({ page, log }) => {
    await log.open('refunds', '?status=failed');
    await save(log, 'Short-lived');
    await log.hook('keep-view').click();
    assert.deepEqual(await complaints(page), [], 'axe on the dialog');
    await page.getByRole('button', { name: 'Remove Short-lived' }).click();
    await until('it is gone', async () => (await named(log, 'Short-lived').count()) === 0);
    await page.getByRole('button', { name: 'Close' }).first().click();
    await log.hook('undo').click();
    await named(log, 'Short-lived').waitFor();
  }));

  it('does not keep a search that names a person', inWindow(async ({ page, log }) => {
    await log.open('customers');
    await log.search('okafor');
    await until('the search is kept out of the address', async () => /not in the address/.test(await page.locator('#search-says').innerText()));
    await log.hook('keep-view').click();
    await page.getByText('This search names a person').waitFor();
    assert.equal(await log.hook('view-save').count(), 0);
  }));
});
