import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';

/** The WebAssembly a window has loaded, by bundle. */
function bundlesOf(page) {
  const loaded = [];
  page.on('request', (request) => {
    const name = /\/pkg\/(\w+)\.[0-9a-f]+\.wasm$/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  return loaded;
}

/** Whether the window still shows the page that was marked: a page that was loaded anew has no mark. */
const isSamePage = (page) => page.evaluate(() => window.marked === true);
const mark = (page) => page.evaluate(() => { window.marked = true; });
const link = (page, name) => page.getByRole('navigation').first().getByRole('link', { name, exact: true });

describe('the bundles', () => {
  it('loads no more than the bundle a page is in', inWindow(async ({ page, log }) => {
    const pages = { '/logs/orders': 'logs', '/': 'overview', '/bulk': 'overview', '/nobody/knows': 'overview' };
    for (const [address, bundle] of Object.entries(pages)) {
      const loaded = bundlesOf(page);
      await page.goto(address);
      await log.alive();
      assert.deepEqual([...new Set(loaded)], [bundle], address);
    }
  }));

  it('leaves the logs out of what the settings and the set-up load', inWindow(async ({ page, log, said }) => {
    for (const address of ['/settings', '/settings/sales', '/setup', '/connect/umbrella']) {
      const loaded = bundlesOf(page);
      await page.goto(address);
      await log.alive();
      assert.deepEqual([...new Set(loaded)], ['settings'], address);
    }
    assert.deepEqual(said, []);
  }));

  it('goes from log to log without loading a page', inWindow(async ({ page, log }) => {
    await log.open('orders');
    await mark(page);
    await link(page, 'Customers').click();
    await page.waitForURL('**/logs/customers');
    assert.ok(await isSamePage(page));
    await link(page, 'Overview').click();
    await page.waitForURL((url) => url.pathname === '/');
    await log.alive();
    assert.ok(!(await isSamePage(page)), 'the overview is another bundle');
  }));

  it('loads the settings from a log and a log from the settings, with a page that answers', inWindow(async ({ page, log, said }) => {
    await log.open('orders');
    await mark(page);
    await link(page, 'Settings').click();
    await page.waitForURL('**/settings');
    await log.alive();
    assert.ok(!(await isSamePage(page)), 'it was loaded anew');
    await page.locator('[data-test^="area-"]').first().click();
    await page.waitForURL('**/settings/*');
    await link(page, 'Orders').click();
    await page.waitForURL('**/logs/orders');
    await log.alive();
    assert.ok((await log.rows().count()) > 0);
    assert.deepEqual(said, []);
  }));

  it('goes back and forward between them', inWindow(async ({ page, log, said }) => {
    await log.open('orders', '?status=synced');
    await link(page, 'Settings').click();
    await page.waitForURL('**/settings');
    await log.alive();
    await page.goBack();
    await page.waitForURL('**/logs/orders?status=synced');
    await log.alive();
    assert.ok((await log.rows().count()) > 0);
    await page.goForward();
    await page.waitForURL('**/settings');
    await log.alive();
    assert.ok(await page.getByRole('heading', { level: 1, name: 'Settings' }).isVisible());
    assert.deepEqual(said, []);
  }));

  it('loads a page of another bundle even where the address changes without a link', inWindow(async ({ page, log }) => {
    await log.open('orders');
    await page.evaluate(() => {
      history.pushState(null, '', '/settings');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await log.alive();
    assert.equal(new URL(page.url()).pathname, '/settings');
  }));
});
