import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';

/** A linked product with a name and a SKU of its own. */
async function anyProduct(demo) {
  const { records } = await demo.api.logs('product', { status: 'synced', limit: 200 });
  return records.find(({ payload }) => payload?.sku && payload.name) ?? assert.fail('no product to look for');
}

describe('the search field', () => {
  it('finds a product by its SKU', inWindow(async ({ log, demo }) => {
    const { payload } = await anyProduct(demo);
    await log.open('products');
    await log.search(payload.sku);
    await log.rowsUntil('the product alone', (rows) => rows.length >= 1 && rows.every((row) => row.includes(payload.sku)));
  }));

  it('finds a product by a word of its name', inWindow(async ({ log, demo }) => {
    const { payload } = await anyProduct(demo);
    const word = payload.name.split(/\s+/).find((part) => part.length > 3) ?? payload.name;
    await log.open('products');
    await log.search(word);
    await log.rowsUntil('only names with the word', (rows) => rows.length > 0 && rows.every((row) => row.toLowerCase().includes(word.toLowerCase())));
  }));

  it('finds a product by the ids of both platforms', inWindow(async ({ log, demo }) => {
    const product = await anyProduct(demo);
    for (const id of [product.source_ref, product.target_ref]) {
      await log.open('products');
      await log.search(id);
      await log.rowsUntil(`the product with the id ${id}`, (rows) => rows.some((row) => row.includes(product.payload.sku)));
    }
  }));

  it('finds failed products by words of the reason', inWindow(async ({ log, demo }) => {
    const { records } = await demo.api.logs('product', { status: 'failed', limit: 1 });
    const reason = records[0].detail.failure.cause;
    const word = reason.split(/\W+/).filter((part) => part.length > 4).sort((a, b) => b.length - a.length)[0];
    await log.open('products');
    await log.search(word);
    await log.rowsUntil('failed rows with the word', (rows) => rows.length > 0 && rows.every((row) => /Failed/i.test(row)));
  }));

  it('finds an order by the id of its sale', inWindow(async ({ log, demo }) => {
    const { records } = await demo.api.logs('order', { status: 'synced', limit: 1 });
    await log.open('orders');
    await log.search(records[0].source_ref);
    await log.rowsUntil('the sale', (rows) => rows.some((row) => row.includes(records[0].source_ref)));
  }));

  it('finds a customer without putting the name into the address', inWindow(async ({ page, log, demo }) => {
    const { records } = await demo.api.logs('customer', { limit: 50 });
    const someone = records.find(({ payload }) => payload?.last_name)?.payload ?? assert.fail('no customer');
    await log.open('customers');
    await log.search(someone.last_name);
    await log.rowsUntil('the customer', (rows) => rows.length > 0 && rows.every((row) => row.includes(someone.last_name)));
    assert.ok(!page.url().includes(encodeURIComponent(someone.last_name)), page.url());
  }));

  it('says in words that nothing was found', inWindow(async ({ log }) => {
    await log.open('products');
    await log.search('no such thing anywhere 999');
    await log.rowsUntil('no rows', (rows) => rows.length === 0);
    assert.match(await log.hook('empty').innerText(), /Nothing matches/);
  }));
});
