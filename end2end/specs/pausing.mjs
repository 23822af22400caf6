import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints } from '../harness/axe.mjs';
import { openWindow, phone } from '../harness/browser.mjs';
import { SettingsPage } from '../harness/settings-page.mjs';
import { inWindow, stage } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

const restsOf = async ({ api }, kind) => (await api.get('/api/v1/overview')).flows.find((flow) => flow.kind === kind).rests;
const card = (page, kind) => page.locator(`[data-test="flow"][data-kind="${kind}"]`);
const notice = (page, kind) => page.locator(`.notices [data-test="rests"][data-kind="${kind}"]`);

describe('a log that is paused', { timeout: 120_000 }, () => {
  it('stops for a reason that everybody sees, by the keyboard, and goes on from any page', inWindow(async ({ page, demo, said }) => {
    await page.goto('/');
    await page.locator('html[data-alive]').waitFor();
    await card(page, 'customer').locator('[data-test="pause"]').press('Enter');
    assert.deepEqual(await complaints(page), []);
    await page.keyboard.type('Moving the till');
    await page.keyboard.press('Enter');
    await card(page, 'customer').locator('[data-test="health"]').filter({ hasText: 'Paused by Staff: Moving the till' }).waitFor();
    assert.equal((await restsOf(demo, 'customer')).says, 'Paused by Staff: Moving the till');
    assert.equal(await card(page, 'customer').locator('[data-test="run-now"]').count(), 0);

    const other = await openWindow(stage.browser, { address: demo.address, viewport: phone, colorScheme: 'dark' });
    try {
      await other.page.goto('/logs/orders');
      await notice(other.page, 'customer').filter({ hasText: 'Moving the till' }).waitFor();
      await other.page.locator('html[data-alive]').waitFor();
      assert.deepEqual(await complaints(other.page), []);
      await notice(other.page, 'customer').locator('[data-test="resume"]').click();
      await notice(other.page, 'customer').waitFor({ state: 'detached' });
    } finally {
      await other.close();
    }
    await until('customers to go on', async () => (await restsOf(demo, 'customer')) === null);
    const form = await new SettingsPage(page).open('history');
    assert.match((await form.newest()).what, /^Why customers is paused$/);
    assert.deepEqual(said, []);
  }));

  it('is not paused without a reason, nor by going back', inWindow(async ({ page, demo }) => {
    const form = await new SettingsPage(page).open('schedule');
    const line = page.locator('[data-test="flow-state"][data-kind="refund"]');
    await line.locator('[data-test="pause"]').click();
    await line.locator('[data-test="pause-now"]').click();
    await line.getByRole('textbox').fill('   ');
    await line.locator('[data-test="pause-now"]').click();
    await form.told(/Say why/);
    await line.getByRole('textbox').press('Escape');
    await line.locator('[data-test="pause"]').waitFor();
    assert.equal(await restsOf(demo, 'refund'), null);
  }));

  it('rests in its quiet hours and says until when, on its own page only', inWindow(async ({ page, demo }) => {
    const { settings: { schedule } } = await demo.api.get('/api/v1/settings');
    const form = await new SettingsPage(page).open('schedule');
    const field = (name) => form.form('schedule').locator(`[name="${name}"]`);
    await field('zone').fill('Europe/Lockstep');
    await field('zone').blur();
    await form.found('schedule', /is no time zone/);
    await field('zone').fill('Europe/London');
    await field('from:customer').fill('00:00');
    await field('from:customer').blur();
    await form.found('schedule', /quiet hours of Customers need a beginning and an end/);
    await field('to:customer').fill('23:59');
    await form.save('schedule');
    await form.told(/^Saved/);
    try {
      await until('the hours to begin', async () => (await restsOf(demo, 'customer'))?.is === 'quiet', { seconds: 75 });
      await page.goto('/logs/customers');
      await notice(page, 'customer').filter({ hasText: 'Quiet hours until 23:59' }).waitFor();
      await page.goto('/logs/orders');
      await page.locator('html[data-alive]').waitFor();
      assert.equal(await notice(page, 'customer').count(), 0);
    } finally {
      const { version, settings } = await demo.api.get('/api/v1/settings');
      await demo.api.put('/api/v1/settings', { based_on: version, settings: { ...settings, schedule, zone: '' } });
    }
  }));
});
