import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { complaints, tooWide } from '../harness/axe.mjs';
import { desktop, openWindow, phone } from '../harness/browser.mjs';
import { fillTill, hugeShop } from '../harness/huge.mjs';
import { SettingsPage } from '../harness/settings-page.mjs';
import { stage } from '../harness/stage.mjs';
import { pause, until } from '../harness/until.mjs';

describe('the settings of a merchant with long lists', { timeout: 300_000 }, () => {
  let shop, window, form;
  before(async () => {
    shop = await hugeShop('huge');
    await fillTill(shop.sandbox);
    window = await openWindow(stage.browser, { address: shop.address });
    form = new SettingsPage(window.page);
  });
  after(async () => {
    await window?.close();
    await shop?.stop();
  });

  for (const area of ['taxes', 'payments', 'inventory', 'classification', 'orders']) {
    it(`${area}: stay usable on the desktop and the phone`, async () => {
      await form.open(area);
      for (const [colorScheme, viewport] of [['light', desktop], ['dark', phone]]) {
        await window.page.emulateMedia({ colorScheme });
        await window.page.setViewportSize(viewport);
        await pause(350);
        assert.deepEqual(await complaints(window.page), [], `${area}, ${viewport.width} px`);
        assert.ok((await tooWide(window.page)) <= 0, `${area} must not scroll sideways at ${viewport.width} px`);
      }
      await window.page.emulateMedia({ colorScheme: 'light' });
      await window.page.setViewportSize(desktop);
    });
  }

  it('fill in what is alike at once, and save it', async () => {
    await form.open('taxes');
    const empty = () => form.form('taxes').locator('select').evaluateAll((all) => all.filter((one) => one.value === '').length);
    const open = await empty();
    assert.ok(open >= 60, `${open} taxes are open`);
    await form.hook('fill').click();
    await until('fields to be filled', async () => (await empty()) < open);
    const filled = open - (await empty());
    await until('the form to count them', async () => (await form.form('taxes').locator('.would').innerText()).includes(`changes ${filled} setting`));
    await form.save('taxes');
    await form.told(/^Saved/);
    const { settings } = await shop.api.get('/api/v1/settings');
    assert.equal(settings.taxes.filter(({ code }) => code !== '').length, filled);
  });

  it('find a category in its tree and put a set there', async () => {
    await form.open('classification');
    if ((await form.form('classification').count()) === 0) await form.hook('add-set').click();
    const set = form.form('classification');
    const shown = set.locator('.tree label:visible');
    const all = await shown.count();
    assert.ok(all > 200, `${all} categories are offered`);
    await set.getByLabel('Find a category').fill('aisle 7 / shelf 19');
    // Beside it there is always the choice of none.
    await until('one of them', async () => (await shown.count()) === 2);
    await shown.getByText('Shelf 19').click();
    await set.locator('[name="name"]').fill('Nineteen');
    await set.locator('[name="words"]').fill('mug');
    await until('what the set takes', async () => /Takes/.test(await form.hook('reach').innerText()));
    await form.save('classification');
    await form.told(/^Saved/);
    await form.hook('set').filter({ hasText: 'Nineteen' }).getByText('Shelf 19').waitFor();
  });
});
