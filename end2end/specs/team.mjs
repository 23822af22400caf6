import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaints } from '../harness/axe.mjs';
import { openWindow } from '../harness/browser.mjs';
import { LogPage } from '../harness/log-page.mjs';
import { inWindow, stage } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** Opens the first failed product and waits for what the team did about it. */
async function openFailed(log, demo, place = 0) {
  const { records } = await demo.api.logs('product', { status: 'failed', limit: place + 1 });
  const record = records[place];
  await log.open('products', `?status=failed&record=${record.id}`);
  await log.hook('team').waitFor();
  return record;
}

describe('a team', () => {
  it('asks once who somebody is, and then the record is theirs, in the log and in their view', inWindow(async ({ page, log, demo }) => {
    const record = await openFailed(log, demo);
    await log.hook('take-it').click();
    await log.hook('my-name').fill('Ana B.');
    assert.deepEqual(await complaints(page), [], 'axe with the question');
    await page.keyboard.press('Enter');
    await until('it is hers', async () => /Ana B\. looks after it/.test(await log.hook('assigned-to').innerText()));
    assert.match(await log.hook('signs-as').innerText(), /You sign as Ana B\. ·/);
    await page.keyboard.press('Escape');
    await until('the row says so', async () => /Ana B\./.test(await log.rowOf(record.source_ref).innerText()));
    await log.hook('saved-view').filter({ hasText: 'Assigned to me' }).click();
    await page.waitForURL('**assigned=me*');
    await until('only her rows', async () => (await log.refs()).join() === record.source_ref);
    await page.reload();
    await log.alive();
    assert.deepEqual(await log.refs(), [record.source_ref], 'the server knows her, too');
  }));

  it('gives a record to a colleague and takes that back', inWindow(async ({ log, demo }) => {
    await openFailed(log, demo, 1);
    await log.hook('give-to').fill('Ben');
    await log.hook('give-to').press('Enter');
    await until('it is his', async () => /Ben looks after it/.test(await log.hook('assigned-to').innerText()));
    await log.hook('undo-note').click();
    await until('nobody has it', async () => /Nobody/.test(await log.hook('assigned-to').innerText()));
  }));

  it('keeps notes for colleagues, who see them while the record is open', inWindow(async ({ page, log, demo }) => {
    const record = await openFailed(log, demo, 2);
    const other = await openWindow(stage.browser, { address: stage.demo.address });
    try {
      const there = new LogPage(other.page);
      await there.open('products', `?record=${record.id}`);
      await there.hook('new-note').fill('half a thought');
      await log.hook('new-note').fill('The supplier sends the SKU tomorrow.');
      await log.hook('keep-note').click();
      await log.hook('my-name').fill('Cleo');
      await log.hook('my-name-keep').click();
      await log.hook('note').filter({ hasText: 'The supplier sends' }).waitFor();
      assert.equal(await log.hook('new-note').inputValue(), '');
      await there.hook('note').filter({ hasText: 'Cleo' }).first().waitFor();
      assert.equal(await there.hook('new-note').inputValue(), 'half a thought', 'nobody loses what they are typing');
      assert.deepEqual(await complaints(page), []);
    } finally {
      await other.close();
    }
  }));

  it('keeps the name of a colleague out of the address', inWindow(async ({ page, log, demo }) => {
    const record = await openFailed(log, demo, 3);
    await log.hook('give-to').fill('Dora');
    await log.hook('give').click();
    await until('it is hers', async () => /Dora looks after it/.test(await log.hook('assigned-to').innerText()));
    await log.open('products');
    await log.search('assigned:dora');
    await until('her row', async () => (await log.refs()).join() === record.source_ref);
    assert.doesNotMatch(page.url(), /dora/i);
    await log.hook('chips').getByText('assigned to dora').waitFor();
    // The words of the language stand over the chips while the box has the focus.
    await log.hook('search').press('Escape');
    await log.hook('drop-assigned').click();
    await until('all rows', async () => (await log.refs()).length > 10);
  }));

  it('gives many to a colleague and puts a note on many, by keyboard', inWindow(async ({ page, log }) => {
    await log.open('customers');
    for (const place of [0, 1, 2]) await log.hook('select').nth(place).click();
    const refs = (await log.refs()).slice(0, 3);
    await log.hook('bulk-assign').press('Enter');
    await log.hook('assign-to').fill('Ben');
    assert.deepEqual(await complaints(page), [], 'axe on the question');
    await page.keyboard.press('Enter');
    await log.hook('bulk-begin').waitFor();
    assert.match(await log.hook('bulk-which').innerText(), /^3 of 3/);
    await log.hook('bulk-begin').press('Enter');
    await page.waitForURL('**/bulk/**');
    await until('the end', async () => (await page.locator('section[data-test=bulk]').getAttribute('data-state')) === 'ended');
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^Assign 3 customers to Ben/);
    await log.open('customers');
    for (const ref of refs) assert.match(await log.rowOf(ref).innerText(), /Ben/);
    await log.rowOf(refs[0]).locator('[data-test=select]').click();
    await log.hook('bulk-note').click();
    await log.hook('note-text').fill('Called on Monday.');
    await log.hook('note-next').click();
    await log.hook('bulk-begin').click();
    await page.waitForURL('**/bulk/**');
    await page.getByText('Note: Called on Monday.').waitFor();
  }));
});
