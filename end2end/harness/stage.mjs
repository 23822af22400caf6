/** What all specs share: one demo and one browser, started once. */

import { after, before } from 'node:test';
import { Demo } from './demo.mjs';
import { launch, openWindow } from './browser.mjs';
import { LogPage } from './log-page.mjs';

const results = new URL('../test-results', import.meta.url).pathname;

export const stage = { demo: undefined, browser: undefined };

/** Starts both before the first test of the file that calls this, and ends both after the last. */
export function raiseStage() {
  before(async () => {
    stage.browser = await launch();
    stage.demo = await Demo.start({ name: 'shared' });
    await stage.demo.api.waitUntilRead('product');
    await stage.demo.api.waitForCount('order', 'synced', 1, 90);
  }, { timeout: 240_000 });
  after(async () => {
    await stage.browser?.close();
    await stage.demo?.stop();
  }, { timeout: 60_000 });
}

/** Gives a test a window of its own and closes it afterwards; a picture of a failure is kept in test-results. */
export function inWindow(play, options = {}) {
  return async (test) => {
    const window = await openWindow(stage.browser, { address: stage.demo.address, ...options });
    try {
      await play({ ...window, log: new LogPage(window.page), demo: stage.demo });
    } catch (error) {
      const name = test.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80);
      await window.page.screenshot({ path: `${results}/${name}.png` }).catch(() => {});
      if (window.said.length > 0) error.message += `\nThe page said:\n${window.said.join('\n')}`;
      throw error;
    } finally {
      await window.close();
    }
  };
}
