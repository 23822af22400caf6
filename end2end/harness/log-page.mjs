/** A log page as a person at the shop sees it: rows, tabs, the search field, the open record. */

import { until } from './until.mjs';

export class LogPage {
  constructor(page) {
    this.page = page;
  }

  hook(name) {
    return this.page.locator(`[data-test="${name}"]`);
  }

  /** Opens a log (`products`, `orders`, `customers`) and waits until the page answers clicks. */
  async open(log, query = '') {
    await this.page.goto(`/logs/${log}${query}`);
    await this.alive();
    return this;
  }

  /** Waits until the WebAssembly has taken over. */
  async alive() {
    await this.page.waitForFunction(() => document.documentElement.dataset.alive === 'yes');
  }

  rows() {
    return this.hook('row');
  }

  /** The row with this text in it. */
  row(text) {
    return this.rows().filter({ hasText: text });
  }

  /** The row of the record with this reference at its source. */
  rowOf(ref) {
    return this.page.locator(`[data-test="row"][data-ref="${ref}"]`);
  }

  /** Waits until rows that cannot be in sight have got their content, too: they get it a moment after the others. */
  async settled() {
    await this.page.waitForFunction(() => !document.querySelector('.rows tbody[aria-busy="true"]'));
  }

  /** The references in the order shown. */
  async refs() {
    await this.settled();
    return this.rows().evaluateAll((rows) => rows.map((row) => row.dataset.ref));
  }

  statuses() {
    return this.hook('status').allTextContents();
  }

  /** Chooses a status tab: all, pending, processing, synced or failed. */
  async tab(status) {
    await this.hook(`status-${status}`).click();
    await this.page.waitForURL(status === 'all' ? (url) => !url.searchParams.has('status') : `**status=${status}*`);
  }

  /** The number on a status tab. */
  async count(status) {
    const text = await this.hook(`status-${status}`).innerText();
    return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
  }

  async search(text) {
    await this.hook('search').fill(text);
    await this.hook('search').press('Enter');
  }

  modal() {
    return this.hook('modal');
  }

  /** Waits until the rows satisfy a condition on their texts. */
  rowsUntil(what, fits, seconds = 15) {
    return until(what, async () => {
      await this.settled();
      const texts = await this.rows().allTextContents();
      return fits(texts) ? texts : null;
    }, { seconds });
  }
}
