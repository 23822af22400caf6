import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** A product that failed, as the log shows it. */
async function failedProduct(demo) {
  const { records } = await demo.api.logs('product', { status: 'failed', limit: 1 });
  return records[0] ?? assert.fail('no failed product');
}

describe('the filter bar', () => {
  it('takes the query language, explains it while one types, and keeps it in the address', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.hook('search').focus();
    await log.hook('language').waitFor();
    await log.hook('search').fill('status:failed tries:>=0');
    await until('what is looked for, in words', async () => /Failed · tries from 0/.test(await log.hook('read').innerText()));
    await page.waitForURL('**q=status*');
    await log.hook('search').press('Enter');
    await until('the explanation to make room for what was found', async () => !(await log.hook('language').isVisible()));
    await log.rowsUntil('failed rows alone', (rows) => rows.length > 0 && rows.every((row) => /Failed/.test(row)));
    await until('the tab to say the same', async () => (await log.hook('status-failed').getAttribute('aria-current')) === 'true');
    await page.reload();
    await log.alive();
    assert.equal(await log.hook('search').inputValue(), 'status:failed tries:>=0');
  }));

  it('says what it does not understand and what to type instead', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.search('total:many');
    await until('the reason', async () => /“total:many” is left out\. Say an amount/.test(await page.locator('#search-says').innerText()));
  }));

  it('shows what is set, and each part can be taken away', inWindow(async ({ page, log, demo }) => {
    const { kind, payload } = await failedProduct(demo);
    assert.equal(kind, 'product');
    await log.open('products', `?q=${encodeURIComponent(`sku:${payload?.sku || 'none'}`)}&is=needs-me&date=today`);
    const chips = log.hook('chips');
    assert.match(await chips.innerText(), /Needs me/);
    assert.match(await chips.innerText(), /changed today/);
    await log.hook('drop-changed').click();
    await page.waitForURL((url) => !url.searchParams.has('date'));
    await log.hook('clear').click();
    await page.waitForURL((url) => url.search === '');
    await until('no chips', async () => (await chips.count()) === 0);
  }));

  it('counts every status for the filter at hand', inWindow(async ({ log, demo }) => {
    await log.open('products', '?q=tries%3A%3E0');
    await until('the counts of the filter', async () => {
      const { counts } = await demo.api.get('/api/v1/logs/product/counts?q=tries%3A%3E0');
      const shown = await log.hook('status-failed').innerText();
      return Number(/\d[\d,]*/.exec(shown)?.[0].replaceAll(',', '')) === counts.failed;
    });
  }));

  it('narrows by standing, by day and by shop with its controls', inWindow(async ({ page, log }) => {
    await log.open('inventory');
    await until('the shops by name', async () => (await log.hook('shop').locator('option').count()) > 1);
    await log.hook('shop').selectOption({ index: 1 });
    await page.waitForURL('**shop=*');
    const shop = await log.hook('shop').locator('option:checked').innerText();
    await log.rowsUntil('rows of the shop', (rows) => rows.length > 0 && rows.every((row) => row.includes(shop)));
    await log.hook('date').selectOption('days');
    await log.hook('date-from').fill('2000-01-01');
    await log.hook('date-to').fill('2000-01-02');
    await page.waitForURL('**date=2000-01-01..2000-01-02*');
    await log.rowsUntil('no rows', (rows) => rows.length === 0);
  }));
});

describe('the table', () => {
  it('is sorted by its headings, one way and the other', inWindow(async ({ page, log }) => {
    await log.open('products');
    await log.hook('sort-name').click();
    await page.waitForURL('**sort=name*');
    const names = () => page.locator('[data-test=row] th .main').allTextContents();
    const rising = async () => {
      const shown = (await names()).map((name) => name.toLowerCase());
      return shown.length > 1 && shown.every((name, at) => at === 0 || shown[at - 1] <= name);
    };
    await until('names from A on', rising);
    await log.hook('sort-name').click();
    await page.waitForURL('**sort=name-back*');
    await until('names from Z on', async () => !(await rising()));
  }));

  it('shows the columns that were chosen, also after a reload and from the first byte on', inWindow(async ({ page, log }) => {
    await log.open('orders');
    await log.hook('columns').click();
    await page.getByRole('checkbox', { name: 'Tries' }).check();
    await page.getByRole('checkbox', { name: 'Source', exact: true }).uncheck();
    await log.hook('compact').check();
    const html = await (await page.context().request.get(page.url())).text();
    assert.match(html, />Tries</);
    assert.match(html, /class="rows compact"/);
    await page.reload();
    await log.alive();
    const heads = await page.locator('thead th').allInnerTexts();
    assert.ok(heads.some((head) => /Tries/.test(head)) && !heads.some((head) => /^Source$/.test(head)), heads.join());
  }));

  it('has columns as wide as they are drawn, also after a reload', inWindow(async ({ page, log }) => {
    await log.open('orders');
    const box = () => page.getByRole('columnheader', { name: 'Order ID' }).boundingBox();
    const before = await box();
    const [x, y] = [before.x + before.width - 4, before.y + before.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y);
    await page.mouse.move(x + 100, y);
    await page.mouse.up();
    const isWider = async () => Math.abs((await box()).width - before.width - 100) <= 12;
    await until('the column to be wider', isWider);
    await page.mouse.move(x + 200, y);
    assert.ok(await isWider(), 'it ends with the press');
    await page.reload();
    await log.alive();
    assert.ok(await isWider());
  }));
});
