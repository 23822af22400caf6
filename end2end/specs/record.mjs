import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';

describe('the open record', () => {
  it('opens by View, closes by Escape and gives the focus back', inWindow(async ({ page, log }) => {
    await log.open('products');
    const view = log.rows().nth(3).locator('[data-test="view"]');
    await view.focus();
    await page.keyboard.press('Enter');
    await log.modal().waitFor();
    assert.ok(await page.evaluate(() => document.querySelector('[data-test="modal"]').contains(document.activeElement)), 'the focus is inside');
    await page.keyboard.press('Escape');
    await log.modal().waitFor({ state: 'hidden' });
    assert.ok(await view.evaluate((button) => button === document.activeElement), 'the focus is back on View');
  }));

  it('opens by a link that somebody pasted', inWindow(async ({ page, log, demo }) => {
    await log.open('orders', '?status=synced');
    await log.rows().first().locator('[data-test="view"]').click();
    await log.modal().waitFor();
    const link = page.url();
    const shown = await log.modal().getByRole('heading').first().innerText();
    await page.goto('about:blank');
    await page.goto(link);
    await log.modal().waitFor();
    assert.equal(await log.modal().getByRole('heading').first().innerText(), shown);
    assert.ok(demo.address && link.startsWith(demo.address));
  }));

  it('is readable without JavaScript', inWindow(async ({ page, log, demo }) => {
    const { records } = await demo.api.logs('order', { status: 'synced', limit: 1 });
    await page.goto(`/logs/orders?record=${records[0].id}`);
    assert.ok((await log.modal().innerText()).includes(records[0].source_ref));
  }, { javaScript: false }));

  it('tells of an order its lines, its tax, its payments and its ids at both platforms', inWindow(async ({ page, log, demo }) => {
    const { records } = await demo.api.logs('order', { status: 'synced', limit: 1 });
    const [order] = records;
    await log.open('orders', `?record=${order.id}`);
    const text = await log.modal().innerText();
    for (const word of [order.source_ref, order.target_ref, /tax/i, /payment/i, /total/i]) {
      assert.ok(word instanceof RegExp ? word.test(text) : text.includes(word), `${word} in:\n${text}`);
    }
    assert.ok((await page.getByRole('dialog').count()) === 1);
  }));

  it('tells of a failed product the cause, the fix and the attempts', inWindow(async ({ log, demo }) => {
    const { records } = await demo.api.logs('product', { status: 'failed', limit: 1 });
    await log.open('products', `?record=${records[0].id}`);
    assert.ok((await log.modal().locator('[data-test="cause"]').first().innerText()).length > 10);
    assert.match(await log.modal().innerText(), /attempt/i);
  }));

  it('keeps the focus inside while it is open', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.rows().first().locator('[data-test="view"]').click();
    await log.modal().waitFor();
    for (let press = 0; press < 25; press += 1) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => {
        const active = document.activeElement;
        return active === document.body || document.querySelector('[data-test="modal"]').contains(active);
      });
      assert.ok(where, `after ${press + 1} tabs`);
    }
  }));
});
