/** The set-up as a shop's owner goes through it. */

import { until } from './until.mjs';

export class SetupPage {
  constructor(page) {
    this.page = page;
  }

  hook(name) {
    return this.page.locator(`[data-test="${name}"]`);
  }

  async open(step = '') {
    await this.page.goto(`/setup${step && `/${step}`}`);
    await this.page.locator('html[data-alive]').waitFor();
    await this.hook('setup').waitFor();
    return this;
  }

  async at(step) {
    await this.page.locator(`[data-test="setup"][data-step="${step}"]`).waitFor();
  }

  /** Goes on to the next step. */
  async onward(step) {
    await this.hook('onward').click();
    await this.at(step);
  }

  /** What went wrong with the form, as it stands on the page. */
  trouble() {
    return this.hook('trouble').innerText();
  }

  async brightpearl({ account = 'acmeshop', ref = 'acmeshop_lockstep', token = 'sandbox-staff-token' } = {}) {
    const form = this.hook('connect-brightpearl');
    await form.getByLabel('Account', { exact: true }).fill(account);
    await form.getByLabel('App reference').fill(ref);
    await form.getByLabel('Token', { exact: true }).fill(token);
    await form.getByRole('button', { name: 'Connect Brightpearl' }).click();
  }

  /** Asks to be sent to Lightspeed; gives the address of its page. */
  async askLightspeed({ id = 'lockstep-sandbox', secret = 'sandbox-client-secret' } = {}) {
    const form = this.hook('connect-lightspeed');
    await form.getByLabel('Client id').fill(id);
    await form.getByLabel('Client secret').fill(secret);
    return this.#sendOff(form.getByRole('button', { name: 'Connect Lightspeed' }));
  }

  /** Asks to be sent to Brightpearl as an OAuth app; gives the address of its page. */
  async askBrightpearl(given = {}) {
    const form = await this.brightpearlApp(given);
    return this.#sendOff(form.getByRole('button', { name: 'Connect Brightpearl' }));
  }

  /** Fills the form of an OAuth app at Brightpearl in, and gives it. */
  async brightpearlApp({ account = 'acmeshop', id = 'lockstep-oauth', developer = 'lockstep-dev', secret = 'sandbox-oauth-secret' } = {}) {
    const form = this.hook('connect-brightpearl');
    await form.getByLabel('OAuth app').check();
    await form.getByLabel('Account', { exact: true }).fill(account);
    await form.getByLabel('App reference').fill(id);
    await form.getByLabel('Developer reference', { exact: true }).fill(developer);
    await form.getByLabel('Client secret').fill(secret);
    return form;
  }

  /** Presses the button and waits for the way to the platform's page. */
  async #sendOff(button) {
    const link = this.hook('go-there');
    const before = (await link.count()) > 0 ? await link.getAttribute('href') : undefined;
    await button.click();
    return until('the way to the platform', async () => {
      const now = await link.getAttribute('href');
      return now !== before && now;
    });
  }

  /** Goes there and chooses Allow; gives the address on which the browser would land. */
  async allow(address) {
    const answer = await fetch(address, { redirect: 'manual' });
    return answer.headers.get('location');
  }

  /** Follows the link to the platform's page, in the tab it opens, until the browser is back at Lockstep; gives that tab. */
  async goThere() {
    const [tab] = await Promise.all([this.page.context().waitForEvent('page'), this.hook('go-there').click()]);
    await tab.locator('html[data-alive]').waitFor();
    return tab;
  }

  async paste(landed) {
    const form = this.hook('paste');
    await form.getByLabel('Address you landed on').fill(landed);
    await form.getByRole('button', { name: 'Finish' }).click();
  }

  /** Waits until all names are read. */
  async namesRead() {
    await until('all names to be read', async () => /names read/.test(await this.hook('reading').innerText()), { seconds: 60 });
  }
}
