import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { complaints, tooWide } from '../harness/axe.mjs';
import { desktop, openWindow, phone } from '../harness/browser.mjs';
import { SetupPage } from '../harness/setup-page.mjs';
import { Shop } from '../harness/shop.mjs';
import { stage } from '../harness/stage.mjs';
import { pause, until } from '../harness/until.mjs';

/** Checks the step that is open in every look. */
async function openToEveryone(page) {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [desktop, phone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      // Colours need their moment to change.
      await pause(350);
      const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${viewport.width} px`;
      assert.deepEqual(await complaints(page), [], where);
      assert.ok((await tooWide(page)) <= 0, `${where} must not scroll sideways`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop);
}

describe('the set-up', { timeout: 300_000 }, () => {
  let shop, window, setup;
  /** Waits until the form says this; the complaint shows what it said instead. */
  const told = async (says) => {
    let last = '';
    await until(`the page to say ${says}`, async () => says.test((last = await setup.trouble())), { seconds: 12 })
      .catch((error) => { throw new Error(`${error.message}; it said: ${last}`); });
  };
  before(async () => {
    shop = await Shop.empty({ name: 'setup' });
    await shop.sandbox.contact({ firstName: 'Walk-in', lastName: 'Customer' });
    window = await openWindow(stage.browser, { address: shop.address });
    setup = new SetupPage(window.page);
  });
  after(async () => {
    await window?.close();
    await shop?.stop();
  });

  it('is what the overview of an empty Lockstep leads to', async () => {
    await window.page.goto('/');
    await window.page.locator('[data-test="setup-notice"] a').click();
    await setup.at('brightpearl');
  });

  it('says for each wrong credential of Brightpearl what is wrong', async () => {
    await setup.open('brightpearl');
    const wrong = [
      [{ account: 'acme.shop' }, /is no account/],
      [{ ref: 'other_app' }, /must begin with acmeshop_/],
      [{ ref: 'acmeshop_other' }, /no app acmeshop_other/],
      [{ token: 'wrong' }, /does not accept this token/],
      [{ account: 'elsewhere', ref: 'elsewhere_lockstep' }, /in the account elsewhere/],
    ];
    for (const [given, says] of wrong) {
      await setup.brightpearl(given);
      await told(says);
    }
  });

  it('connects Brightpearl and remembers it', async () => {
    await setup.open('brightpearl');
    await setup.brightpearl();
    await setup.hook('connected').waitFor();
    await openToEveryone(window.page);
    await setup.onward('lightspeed');
    await setup.open();
    await setup.at('lightspeed');
  });

  it('says what is wrong on the way through Lightspeed', async () => {
    await setup.open('lightspeed');
    await shop.sandbox.knobs('lightspeed', { person_refuses: true });
    let page = await setup.askLightspeed();
    await setup.paste(await setup.allow(page));
    await told(/was not allowed/);
    await shop.sandbox.knobs('lightspeed', { person_refuses: false });

    const landed = await setup.allow(page);
    page = await setup.askLightspeed();
    await setup.paste(landed);
    await told(/earlier attempt/);

    await setup.paste((await setup.allow(page)).replace(/code=[^&]*/, 'code=too-old'));
    await told(/no longer takes that code/);

    page = await setup.askLightspeed({ secret: 'wrong' });
    await setup.paste(await setup.allow(page));
    await told(/does not know this app/);

    page = await setup.askLightspeed();
    await setup.paste(await setup.allow(page.replace('employee%3Aregister_read+', '')));
    await told(/employee:register_read/);
    await openToEveryone(window.page);
  });

  it('connects Lightspeed by the address one lands on', async () => {
    await setup.open('lightspeed');
    await setup.paste(await setup.allow(await setup.askLightspeed()));
    await setup.hook('connected').waitFor();
    await setup.onward('shops');
  });

  it('takes the shops of the till, and asks for no rate where currencies agree', async () => {
    await setup.open('shops');
    assert.match(await setup.hook('currency').innerText(), /GBP/);
    await openToEveryone(window.page);
    await setup.page.getByRole('button', { name: 'Use these shops' }).click();
    await setup.onward('matches');
  });

  it('reads the names with a bar and suggests pairs with their reasons', async () => {
    await setup.open('matches');
    await setup.namesRead();
    const suggestions = setup.hook('suggestions');
    await suggestions.waitFor();
    assert.match(await suggestions.innerText(), /the same rate, 20 %/);
    assert.match(await suggestions.innerText(), /the same name/);
    await openToEveryone(window.page);
    const one = suggestions.locator('tr[data-field^="payment:"]').first();
    const field = await one.getAttribute('data-field');
    await one.getByRole('button').click();
    await suggestions.locator(`tr[data-field="${field}"]`).waitFor({ state: 'detached' });
    await setup.hook('take-ticked').click();
    await setup.hook('no-suggestions').waitFor();
    await setup.onward('dry-run');
  });

  it('shows in a dry run what would be made, and writes nothing', async () => {
    await shop.sandbox.sell({ count: 4 });
    const before = (await shop.sandbox.ledger()).length;
    await setup.open('dry-run');
    await setup.hook('dry-at').waitFor();
    const groups = setup.hook('dry-group');
    const told = (kind) => groups.and(window.page.locator(`[data-kind="${kind}"]`)).innerText();
    assert.match(await told('order'), /4 would be made/);
    assert.match(await told('product'), /50 would be made/);
    assert.equal((await shop.sandbox.ledger()).length, before, 'neither platform was written to');
    await openToEveryone(window.page);
    await setup.onward('go-live');
    await openToEveryone(window.page);
  });

  it('goes live, and the next sale becomes an order', async () => {
    await setup.open('go-live');
    await setup.page.getByRole('button', { name: 'Go live' }).click();
    await setup.hook('gone-live').waitFor();
    await shop.api.waitForCount('product', 'synced', 20, 120);
    await shop.sandbox.sell({ count: 3 });
    await shop.api.waitForCount('order', 'synced', 1, 150);
    assert.ok((await shop.sandbox.orders()).length > 0);
    await window.page.goto('/');
    assert.equal(await setup.hook('setup-notice').count(), 0);
    assert.deepEqual(window.said.filter((line) => !/422/.test(line)), []);
  });

  it('is led back to by a lost connection, after which everything goes on by itself', async () => {
    const posted = (await shop.sandbox.orders()).length;
    await shop.sandbox.disconnectLightspeed();
    await shop.api.post('/api/v1/flows/order/run', {});
    for (const page of ['/', '/logs/orders', '/settings/taxes']) {
      await window.page.goto(page);
      await setup.hook('lost').waitFor({ timeout: 60_000 });
    }
    assert.match(await setup.hook('lost').innerText(), /Lightspeed.* is not connected/s);
    await openToEveryone(window.page);
    await shop.sandbox.sell({ count: 2 });
    await setup.hook('lost').getByRole('link').click();
    await setup.at('lightspeed');
    await setup.paste(await setup.allow(await setup.askLightspeed()));
    await setup.hook('connected').waitFor();
    await until('the sales of the meantime', async () => (await shop.sandbox.orders()).length >= posted + 2, { seconds: 120 });
    assert.equal((await shop.api.logs('order', { status: 'failed' })).records.length, 0, 'nothing failed by it');
    await window.page.goto('/');
    assert.equal(await setup.hook('lost').count(), 0);
  });
});

/** Presses Tab until the element has the focus, as somebody does who has no mouse. */
async function tabTo(page, element) {
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${element}`);
}

for (const [way, viewport] of [['the mouse', desktop], ['the keyboard alone, on a phone', phone]]) {
  describe(`the whole set-up by ${way}`, { timeout: 300_000 }, () => {
    it('ends with the first order', async (test) => {
      const shop = await Shop.empty({ name: 'whole-setup' });
      const { page, said, close } = await openWindow(stage.browser, { address: shop.address, viewport });
      let acts = 0;
      const press = async (element) => {
        acts += 1;
        if (viewport === desktop) return element.click();
        await element.waitFor();
        await tabTo(page, element);
        return page.keyboard.press('Enter');
      };
      const type = async (label, text) => {
        const field = page.getByLabel(label, { exact: true });
        if (viewport === desktop) return field.fill(text);
        await tabTo(page, field);
        return page.keyboard.type(text);
      };
      const button = (name) => page.getByRole('button', { name, exact: true });
      const setup = new SetupPage(page);
      try {
        await shop.sandbox.contact({ firstName: 'Walk-in', lastName: 'Customer' });
        await page.goto('/');
        await page.locator('html[data-alive]').waitFor();
        await press(page.locator('[data-test="setup-notice"] a'));
        await setup.at('brightpearl');
        await type('Account', 'acmeshop');
        await type('App reference', 'acmeshop_lockstep');
        await type('Token', 'sandbox-staff-token');
        await press(button('Connect Brightpearl'));
        await press(setup.hook('onward'));
        await setup.at('lightspeed');
        await type('Client id', 'lockstep-sandbox');
        await type('Client secret', 'sandbox-client-secret');
        await press(button('Connect Lightspeed'));
        const there = setup.hook('go-there');
        await there.waitFor();
        // Opening Lightspeed's page and choosing Allow there.
        acts += 2;
        await type('Address you landed on', await setup.allow(await there.getAttribute('href')));
        await press(button('Finish'));
        await press(setup.hook('onward'));
        await setup.at('shops');
        await press(button('Use these shops'));
        await press(setup.hook('onward'));
        await setup.at('matches');
        await setup.namesRead();
        await press(setup.hook('take-ticked'));
        await setup.hook('no-suggestions').waitFor();
        await press(setup.hook('onward'));
        await setup.at('dry-run');
        await setup.hook('dry-at').waitFor();
        await press(setup.hook('onward'));
        await setup.at('go-live');
        await press(button('Go live'));
        await setup.hook('gone-live').waitFor();
        test.diagnostic(`${acts} clicks or keys beside the credentials`);
        assert.ok(acts <= 25, `${acts} clicks or keys are too many`);
        await shop.api.waitForCount('product', 'synced', 20, 120);
        await shop.sandbox.sell({ count: 2 });
        await shop.api.waitForCount('order', 'synced', 1, 150);
        assert.deepEqual(said, []);
      } finally {
        await close();
        await shop.stop();
      }
    });
  });
}
