import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints, tooWide } from '../harness/axe.mjs';
import { desktop, phone } from '../harness/browser.mjs';
import { inWindow } from '../harness/stage.mjs';
import { pause, until } from '../harness/until.mjs';

const areas = [
  'connections', 'products', 'classification', 'orders', 'taxes', 'payments', 'inventory', 'customers', 'refunds', 'schedule', 'history',
];

const hook = (page, name) => page.locator(`[data-test="${name}"]`);

async function open(page, area) {
  await page.goto(`/settings/${area}`);
  await page.locator('html[data-alive]').waitFor();
  await page.locator(`[data-test="area"][data-area="${area}"]`).waitFor();
}

/** What saving would do, as the form says it. */
const would = (page) => hook(page, 'would').innerText();

describe('the settings', { timeout: 240_000 }, () => {
  for (const [look, options] of [['light, desktop', { viewport: desktop }], ['dark, phone', { viewport: phone, colorScheme: 'dark' }]]) {
    it(`have a page for each area, open to everyone: ${look}`, inWindow(async ({ page, said }) => {
      await page.goto('/settings');
      await page.locator('html[data-alive]').waitFor();
      for (const area of areas) {
        await hook(page, `area-${area}`).click();
        await page.locator(`[data-test="area"][data-area="${area}"]`).waitFor();
        await pause(250);
        assert.deepEqual(await complaints(page), [], area);
        assert.ok((await tooWide(page)) <= 0, `${area} must not scroll sideways`);
      }
      assert.deepEqual(said, []);
    }, options));
  }

  it('say before a save what it changes and releases, and take it back', inWindow(async ({ page, demo }) => {
    const before = (await demo.api.get('/api/v1/settings')).version;
    await open(page, 'payments');
    const cheque = page.getByLabel('Brightpearl payment method for Cheque', { exact: false });
    await cheque.selectOption({ label: await cheque.locator('option', { hasText: 'Cheque' }).first().innerText() });
    await until('the form to say what it would do', async () => /Saving changes 1 setting/.test(await would(page)));
    assert.match(await would(page), /releases/);
    assert.equal((await demo.api.get('/api/v1/settings')).version, before, 'nothing is saved yet');
    await hook(page, 'save').click();
    await until('the save', async () => (await demo.api.get('/api/v1/settings')).version === before + 1);
    await page.getByRole('status').filter({ hasText: 'Saved.' }).first().waitFor();

    await open(page, 'history');
    assert.match(await hook(page, 'history').locator('li').first().innerText(), /Cheque/);
    await hook(page, 'undo').click();
    await until('the save to be taken back', async () => (await demo.api.get('/api/v1/settings')).version === before + 2);
    const { settings } = await demo.api.get('/api/v1/settings');
    assert.ok(!Object.values(settings.payments).includes('CHEQUE'), JSON.stringify(settings.payments));
  }));

  it('say at once what cannot be right', inWindow(async ({ page }) => {
    await open(page, 'payments');
    await page.getByLabel('Brightpearl payment method for Cheque', { exact: false }).selectOption('VOUCHER');
    await until('the missing bank account', async () => /no bank account in GBP/.test(await hook(page, 'finding').innerText()));
    await open(page, 'inventory');
    const warehouses = page.getByLabel(/^Warehouse of/);
    await warehouses.nth(1).selectOption(await warehouses.nth(0).inputValue());
    await until('the second shop', async () => /one warehouse serves one shop/.test(await hook(page, 'finding').innerText()));
  }));

  it('find a line among many by a part of its name', inWindow(async ({ page }) => {
    await open(page, 'taxes');
    const lines = hook(page, 'settings-taxes').locator('tbody tr:visible');
    const all = await lines.count();
    await page.getByLabel('Find in: Tax at the till').fill('jersey');
    await until('fewer lines', async () => (await lines.count()) < all);
    assert.ok((await lines.count()) > 0);
    assert.match(await lines.first().innerText(), /Jersey/);
  }));

  it('try a connection when asked', inWindow(async ({ page }) => {
    await open(page, 'connections');
    for (const platform of ['brightpearl', 'lightspeed']) {
      await page.locator(`[data-test="connection"][data-platform="${platform}"] [data-test="try"]`).click();
    }
    await page.getByRole('status').filter({ hasText: 'Brightpearl answers: acmeshop.' }).waitFor();
    await page.getByRole('status').filter({ hasText: /Lightspeed.* answers/ }).waitFor();
  }));
});
