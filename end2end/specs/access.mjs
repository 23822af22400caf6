import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints, tooWide } from '../harness/axe.mjs';
import { desktop, phone } from '../harness/browser.mjs';
import { pages, pagesWithARecord } from '../harness/pages.mjs';
import { inWindow, stage } from '../harness/stage.mjs';
import { pause } from '../harness/until.mjs';

const looks = [
  ['light, desktop', { colorScheme: 'light', viewport: desktop }],
  ['dark, desktop', { colorScheme: 'dark', viewport: desktop }],
  ['light, phone', { colorScheme: 'light', viewport: phone }],
  ['dark, phone', { colorScheme: 'dark', viewport: phone }],
];

describe('every page', () => {
  for (const [look, options] of looks) {
    it(`is open to everyone, fits and is quiet: ${look}`, inWindow(async ({ page, said, log, demo }) => {
      const all = { ...pages, ...(await pagesWithARecord(demo.api)) };
      for (const [name, address] of Object.entries(all)) {
        await page.goto(address);
        await log.alive();
        await pause(300);
        assert.deepEqual(await complaints(page), [], `axe on ${name}`);
        const over = await tooWide(page);
        assert.ok(over <= 0, `${name} must not scroll sideways, but is ${over} px too wide`);
      }
      assert.deepEqual(said, [], 'no page says anything on the console');
    }, options));
  }

  it('has a title of its own and one main heading', inWindow(async ({ page, log }) => {
    const titles = new Set();
    for (const address of Object.values(pages)) {
      await page.goto(address);
      await log.alive();
      titles.add(await page.title());
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, address);
    }
    assert.equal(titles.size, Object.keys(pages).length);
  }));

  it('stays quiet through a visit: tabs, search, paging, a record, another log', inWindow(async ({ page, said, log }) => {
    await log.open('products');
    await log.tab('failed');
    await log.rows().first().locator('[data-test="view"]').click();
    await log.modal().waitFor();
    await page.keyboard.press('Escape');
    await log.tab('all');
    await log.search('a');
    await log.search('');
    await log.hook('next').click();
    await page.getByRole('link', { name: 'Orders' }).first().click();
    await page.waitForURL('**/logs/orders*');
    await log.rows().first().waitFor();
    assert.deepEqual(said, []);
  }));

  it('is served with a policy that allows nothing inline', async () => {
    const policy = (await fetch(`${stage.demo.address}/`)).headers.get('content-security-policy');
    assert.match(policy, /style-src 'self'/);
    assert.ok(!/unsafe-inline|unsafe-eval(?!')/.test(policy.replace("'wasm-unsafe-eval'", '')), policy);
  });
});
