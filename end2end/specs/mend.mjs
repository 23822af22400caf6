import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow, stage } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** What the platform answers while the cause lasts: a refusal that no waiting mends. */
const refusals = {
  product: { platform: 'lightspeed', method: 'POST', path_contains: '/Item', times: 1000, kind: { status: { code: 400, body: '{"httpCode":"400","httpMessage":"Bad Request","message":"The till refuses this for a test.","errorClass":"Exception"}' } } },
  order: { platform: 'brightpearl', method: 'POST', path_contains: '/order-service/sales-order', times: 1000, kind: { status: { code: 400, body: '{"errors":[{"code":"ORDC-001","message":"The back office refuses this for a test."}]}' } } },
};

async function failing(kind, cause) {
  await stage.demo.sandbox.fault(refusals[kind]);
  const ref = String(await cause());
  const record = await stage.demo.api.waitForRecord(`the ${kind} ${ref} to fail`, kind, { status: 'failed' }, (one) => one.source_ref === ref, 90);
  await stage.demo.sandbox.clearFaults();
  return record;
}

describe('mending', () => {
  it('brings a failed product through by Re-sync in its row, without a reload', inWindow(async ({ log, demo }) => {
    const sku = `MEND-${Date.now()}`;
    const product = await failing('product', async () => (await demo.sandbox.product({ name: 'Mended Enamel Mug', sku, price: '12.00' })).id);
    await log.open('products', '?status=failed');
    const row = log.row(sku);
    await row.waitFor();
    assert.match(await row.innerText(), /Failed/);
    await row.locator('[data-test="resync"]').click();
    await demo.api.waitForRecord('the product to be synced', 'product', { status: 'synced' }, (one) => one.id === product.id, 60);
    await until('the row to say so', async () => (await row.count()) === 0 || /Synced/.test(await row.innerText()));
    const items = await demo.sandbox.items();
    assert.equal(items.filter((item) => JSON.stringify(item).includes(sku)).length, 1, 'one item at the till');
  }));

  it('brings a failed order through by Re-sync in the open record, and posts it once', inWindow(async ({ log, demo }) => {
    const order = await failing('order', async () => {
      const { records } = await demo.api.logs('product', { status: 'synced', limit: 200 });
      const item = Number(records.find(({ target_ref }) => target_ref).target_ref);
      const [sale] = await demo.sandbox.sell({ lines: [{ item, quantity: 1 }] });
      return sale;
    });
    await log.open('orders', `?record=${order.id}`);
    await log.modal().waitFor();
    assert.match(await log.modal().innerText(), /Failed/);
    await log.modal().locator('[data-test="resync"]').click();
    await until('the open record to say Synced', async () => /Synced/.test(await log.modal().locator('.standing [data-test="status"]').innerText()), { seconds: 90 });
    const orders = await demo.sandbox.orders();
    const ours = orders.filter((one) => JSON.stringify(one).includes(`:${order.source_ref}:order`));
    assert.equal(ours.length, 1, 'one sales order in the back office');
  }));

  it('does not offer Re-sync where nothing failed', inWindow(async ({ log }) => {
    await log.open('products', '?status=synced');
    assert.equal(await log.rows().first().locator('[data-test="resync"]').count(), 0);
    assert.equal(await log.rows().first().locator('[data-test="view"]').count(), 1);
  }));
});
