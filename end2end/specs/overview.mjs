import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints } from '../harness/axe.mjs';
import { phone } from '../harness/browser.mjs';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** A refusal with a code of its own, so that it is a cause no other order failed for. */
const refusal = {
  platform: 'brightpearl', method: 'POST', path_contains: '/order-service/sales-order', times: 1000,
  kind: { status: { code: 400, body: '{"errors":[{"code":"ORDC-777","message":"Refused for the overview."}]}' } },
};

const health = (page, kind) => page.locator(`[data-test="flow"][data-kind="${kind}"] [data-test="health"]`);
const causes = async (page) => {
  const said = await health(page, 'order').allInnerTexts();
  return Number(/Needs you: ([\d,]+) cause/.exec(said.join(' '))?.[1] ?? 0);
};

/** What the chart shows: the words of its columns, the rows of its table with the latest last, and the sums above it. */
const shown = (page) => page.evaluate(() => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  const cells = (row) => [...row.children].map((cell) => cell.textContent);
  return {
    columns: texts('[data-test="plot"] g title'),
    rows: [...document.querySelectorAll('.numbers tbody tr')].map(cells).reverse(),
    foot: cells(document.querySelector('.numbers tfoot tr')).slice(1),
    sums: [...texts('[data-test="sum-synced"]'), ...texts('[data-test="sum-failed"]')],
  };
});

const open = async (page, address = '/') => {
  await page.goto(address);
  await page.locator('html[data-alive]').waitFor();
};

describe('the overview', { timeout: 240_000 }, () => {
  it('says in words what an order that fails needs, and leads to it', inWindow(async ({ page, demo, said }) => {
    await open(page);
    const before = await causes(page);
    await demo.sandbox.fault(refusal);
    const item = Number((await demo.api.logs('product', { status: 'synced', limit: 50 })).records.find((one) => one.target_ref).target_ref);
    const [sale] = await demo.sandbox.sell({ lines: [{ item, quantity: 1 }] });
    const order = await demo.api.waitForRecord('the order to fail', 'order', { status: 'failed' }, (one) => one.source_ref === sale);
    await demo.sandbox.clearFaults();
    await until('the words to change without a reload', async () => (await causes(page)) > before);
    const needs = health(page, 'order').filter({ hasText: 'Needs you' });
    assert.match(await needs.innerText(), /[\d,]+\.\d\d GBP blocked/);
    assert.equal(await needs.getByRole('link').getAttribute('href'), '/logs/orders?status=failed');
    assert.match(await page.locator('[data-test="sum-failed"]').innerText(), /^[1-9]/);
    await demo.api.post(`/api/v1/records/${order.id}/resync`, {});
    await demo.api.waitForRecord('the order to be mended', 'order', { status: 'synced' }, (one) => one.id === order.id);
    // The tills go on selling, and something else may fail meanwhile: what counts is that both tell the same.
    await until('the page to say what the API says', async () => {
      const { health: told } = (await demo.api.get('/api/v1/overview')).flows.find(({ kind }) => kind === 'order');
      return (await health(page, 'order').allInnerTexts()).join() === told.map(({ says }) => says).join();
    });
    assert.deepEqual(said, []);
  }));

  it('tells what changed last, holds still under the pointer, and opens a record over its log', inWindow(async ({ page }) => {
    await open(page);
    await page.locator('[data-test="latest"] h2').hover();
    const change = page.locator('[data-test="change"]').nth(3);
    const id = await change.getAttribute('data-id');
    await change.getByRole('link').click();
    await page.waitForURL(new RegExp(`/logs/\\w+\\?record=${id}$`));
    await page.locator('[data-test="modal"]').waitFor();
  }));

  it('draws the numbers of its table, for each span that is chosen', inWindow(async ({ page, demo }) => {
    await open(page);
    for (const [span, columns] of [['7d', 28], ['30d', 30], ['24h', 24]]) {
      await page.locator(`[data-test="span-${span}"]`).press('Enter');
      await page.waitForURL(span === '24h' ? /\/$/ : new RegExp(`span=${span}$`));
      await until(`${columns} columns`, async () => (await shown(page)).columns.length === columns);
      const chart = await shown(page);
      const words = chart.rows.map(([when, synced, failed]) => `${when}: ${synced} synced, ${failed} failed`);
      assert.deepEqual(chart.columns, words);
      assert.deepEqual(chart.foot, chart.sums);
      assert.match(await page.locator('[data-test="plot"]').getAttribute('aria-label'), /came into step/);
    }
    await until('the chart to tell what the API tells', async () => {
      const told = await demo.api.get('/api/v1/overview/throughput?span=24h');
      const numbers = (await shown(page)).sums.map((text) => Number(text.replaceAll(',', '')));
      return numbers[0] === told.synced && numbers[1] === told.failed;
    });
    await page.getByRole('link', { name: 'Customers' }).last().click();
    await page.waitForURL(/\?log=customers$/);
  }));

  it('says what runs next, the soonest first, and the nightly comparison by the clock', inWindow(async ({ page }) => {
    await open(page);
    const next = page.locator('[data-test="upcoming"]');
    assert.match(await next.first().innerText(), /(now|in a moment|in \d+ (s|min))$/);
    assert.match(await next.filter({ hasText: 'nightly comparison' }).last().innerText(), /at (\w{3} )?\d\d:\d\d$/);
  }));

  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [undefined, phone]) {
      it(`is open to everyone with its table unfolded: ${colorScheme}, ${viewport ? 'phone' : 'desktop'}`, inWindow(async ({ page }) => {
        await open(page, '/?span=30d');
        await page.getByText('The same as a table').press('Enter');
        await page.locator('.numbers').waitFor();
        assert.deepEqual(await complaints(page), []);
      }, { colorScheme, ...(viewport && { viewport }) }));
    }
  }
});
