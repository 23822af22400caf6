import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { complaints, tooWide } from '../harness/axe.mjs';
import { desktop, openWindow, phone } from '../harness/browser.mjs';
import { SetupPage } from '../harness/setup-page.mjs';
import { Shop } from '../harness/shop.mjs';
import { stage } from '../harness/stage.mjs';
import { pause, until } from '../harness/until.mjs';

const looks = [['light', desktop], ['dark', phone]];
const names = { brightpearl: 'Brightpearl', lightspeed: 'Lightspeed' };

/** Checks a page as it stands, in both looks. */
async function openToEveryone(page) {
  for (const [colorScheme, viewport] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    // Colours need their moment to change.
    await pause(350);
    const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${viewport.width} px`;
    assert.deepEqual(await complaints(page), [], where);
    assert.ok((await tooWide(page)) <= 0, `${where} must not scroll sideways`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop);
}

describe('connecting at the page of the platform', { timeout: 240_000 }, () => {
  let shop, window, setup;
  /** Waits until a page says this; the complaint shows what it said instead. */
  const told = async (says, page = window.page) => {
    let last = '';
    const look = async () => says.test((last = await page.locator('[data-test="trouble"]').innerText()));
    await until(`the page to say ${says}`, look, { seconds: 12 }).catch((error) => { throw new Error(`${error.message}; it said: ${last}`); });
  };
  /** What somebody sees who comes back to Lockstep with this address. */
  const land = async (platform, query, says) => {
    await window.page.goto(`/connect/${platform}?${query}`);
    await told(says);
  };
  before(async () => {
    shop = await Shop.empty({ name: 'oauth', lands: true });
    window = await openWindow(stage.browser, { address: shop.address });
    setup = new SetupPage(window.page);
  });
  after(async () => {
    await window?.close();
    await shop?.stop();
  });

  for (const platform of Object.keys(names)) {
    it(`says on the page one lands on that nobody began to connect ${names[platform]}, to everyone`, async () => {
      await land(platform, 'code=found&state=somewhere', new RegExp(`Nobody began to connect ${names[platform]} here. Press Connect first`));
      await openToEveryone(window.page);
      await window.page.getByRole('link', { name: 'Back to the set-up' }).click();
      await setup.at(platform);
    });
  }

  it('says what cannot be right before Brightpearl is asked', async () => {
    await setup.open('brightpearl');
    const form = await setup.brightpearlApp({ account: 'acme.shop' });
    await form.getByRole('button', { name: 'Connect Brightpearl' }).click();
    await told(/“acme.shop” is no account/);
    assert.equal(await setup.hook('go-there').count(), 0);
  });

  it('sends to Brightpearl with the address one comes back to', async () => {
    await setup.open('brightpearl');
    const page = new URL(await setup.askBrightpearl());
    assert.equal(page.origin, shop.sandbox.brightpearl);
    assert.equal(page.searchParams.get('redirect_uri'), `${shop.address}/connect/brightpearl`);
    assert.ok(page.searchParams.get('state').length >= 32);
  });

  it('is refused by Brightpearl itself for an app or an account it does not know', async () => {
    await setup.open('brightpearl');
    for (const given of [{ id: 'other-app' }, { account: 'elsewhere' }]) {
      const page = await setup.askBrightpearl(given);
      const answer = await fetch(page, { redirect: 'manual' });
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), /invalid_client/);
      // All that can be copied then is the address of that page.
      await setup.paste(page);
      await told(/carries no code/);
    }
  });

  it('says what is wrong on the way through Brightpearl', async () => {
    await setup.open('brightpearl');
    await shop.sandbox.knobs('brightpearl', { person_refuses: true });
    let page = await setup.askBrightpearl();
    await setup.paste(await setup.allow(page));
    await told(/Brightpearl was not allowed to let Lockstep in \(access_denied\)/);
    await shop.sandbox.knobs('brightpearl', { person_refuses: false });

    const landed = await setup.allow(page);
    page = await setup.askBrightpearl();
    await setup.paste(landed);
    await told(/earlier attempt/);

    await setup.paste((await setup.allow(page)).replace(/code=[^&]*/, 'code=too-old'));
    await told(/Brightpearl no longer takes that code/);

    page = await setup.askBrightpearl({ secret: 'wrong' });
    await setup.paste(await setup.allow(page));
    await told(/Brightpearl does not know this app. Compare the client id and the secret/);

    page = await setup.askBrightpearl();
    const elsewhere = encodeURIComponent(`${shop.address}/connect/brightpearl`);
    const foreign = await setup.allow(page.replace(elsewhere, encodeURIComponent('https://elsewhere.example/back')));
    assert.match(foreign, /^https:\/\/elsewhere\.example/);
    await setup.paste(foreign);
    await told(/Brightpearl no longer takes that code/);
    assert.equal(await setup.hook('connected').count(), 0);
    await openToEveryone(window.page);
  });

  it('says that the developer reference is wrong, where tokens were given', async () => {
    await setup.open('brightpearl');
    await setup.paste(await setup.allow(await setup.askBrightpearl({ developer: 'somebody' })));
    await told(/developer reference/);
    await setup.open('brightpearl');
    assert.equal(await setup.hook('connected').count(), 0);
  });

  it('says of an address that is no platform where to go', async () => {
    await window.page.goto('/connect/nonsense?code=found');
    await told(/no such platform/);
    await window.page.getByRole('heading', { name: 'Not connected' }).waitFor();
  });

  for (const platform of Object.keys(names)) {
    const ask = () => (platform === 'brightpearl' ? setup.askBrightpearl() : setup.askLightspeed());

    it(`says at once, where the browser lands, that ${names[platform]} was refused or the address is an older one`, async () => {
      await setup.open(platform);
      const older = await setup.allow(await ask());
      await shop.sandbox.knobs(platform, { person_refuses: true });
      await ask();
      const tab = await setup.goThere();
      await told(new RegExp(`${names[platform]} was not allowed to let Lockstep in`), tab);
      assert.equal(new URL(tab.url()).pathname, `/connect/${platform}`);
      await openToEveryone(tab);
      await shop.sandbox.knobs(platform, { person_refuses: false });
      await tab.goto(older);
      await told(/earlier attempt/, tab);
      await tab.close();
    });

    it(`connects ${names[platform]} by following the link, without a word to copy`, async () => {
      await setup.open(platform);
      await ask();
      const tab = await setup.goThere();
      await tab.locator('[data-test="connected"]').waitFor();
      assert.equal(tab.url(), `${shop.address}/setup/${platform}`, 'the code has left the address');
      await tab.goBack();
      assert.ok(!tab.url().includes('code='), `${tab.url()} must not be gone back to with the code`);
      await tab.close();
      await setup.open(platform);
      await setup.hook('connected').waitFor();
    });
  }

  it('says of an address that was used already that nobody began', async () => {
    await land('brightpearl', 'code=used&state=used', /Nobody began to connect Brightpearl here/);
  });

  it('works with both by what they let in', async () => {
    await window.page.goto('/settings/connections');
    await window.page.locator('html[data-alive]').waitFor();
    for (const [platform, says] of [['brightpearl', 'Brightpearl answers: acmeshop.'], ['lightspeed', /Lightspeed.* answers/]]) {
      await window.page.locator(`[data-test="connection"][data-platform="${platform}"] [data-test="try"]`).click();
      await window.page.getByRole('status').filter({ hasText: says }).waitFor();
    }
    assert.deepEqual(window.said.filter((line) => !/422/.test(line)), []);
  });
});
