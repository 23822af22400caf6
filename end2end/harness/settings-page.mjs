/** A page of the settings as the shop's owner uses it. */

import { until } from './until.mjs';

export class SettingsPage {
  constructor(page) {
    this.page = page;
  }

  hook(name) {
    return this.page.locator(`[data-test="${name}"]`);
  }

  async open(area) {
    await this.page.goto(`/settings/${area}`);
    await this.page.locator('html[data-alive]').waitFor();
    await this.page.locator(`[data-test="area"][data-area="${area}"]`).waitFor();
    return this;
  }

  /** The form of a part; of several alike the last, which is the one for something new. */
  form(part) {
    return this.hook(`settings-${part}`).last();
  }

  /** Waits until the form says that a save would change one setting, and gives the whole of it. */
  async would(part) {
    const box = this.form(part).locator('.would');
    await until('the form to say what it would do', async () => /^Saving changes 1 setting and releases/.test(await box.locator('[data-test="would"]').innerText()));
    return box.innerText();
  }

  /** Waits until a finding says this. */
  found(part, says) {
    const findings = this.form(part).locator('[data-test="finding"]');
    return until(`a finding that says ${says}`, async () => (await findings.allInnerTexts()).some((text) => says.test(text)), { seconds: 15 });
  }

  save(part) {
    return this.form(part).locator('[data-test="save"]').click();
  }

  /** Waits until a message at the edge of the page says this, and gives it. */
  async told(says) {
    const toast = this.hook('toasts').locator('.toast').filter({ hasText: says }).first();
    await toast.waitFor();
    return toast.innerText();
  }

  /** The newest save, as the history tells it. */
  async newest() {
    const line = this.hook('history').locator('li[data-version]').first();
    const change = line.locator('li').first();
    return {
      head: await line.locator('summary').innerText(),
      what: await change.locator('.what').innerText(),
      before: await change.locator('del').innerText(),
      after: await change.locator('ins').innerText(),
    };
  }
}

/** Puts a value into a field of whatever kind, and leaves the field. */
export async function put(field, value) {
  if (typeof value === 'boolean') return field.setChecked(value);
  if (await field.evaluate((node) => node.tagName === 'SELECT')) return field.selectOption(value);
  await field.fill(value);
  return field.blur();
}

/** What a field of whatever kind holds. */
export async function held(field) {
  const tick = await field.evaluate((node) => node.type === 'checkbox');
  return tick ? field.isChecked() : field.inputValue();
}
