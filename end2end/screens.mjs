/** Pictures of every page, light and dark, desktop and phone, into docs/screens. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { desktop, launch, openWindow, phone } from './harness/browser.mjs';
import { Demo } from './harness/demo.mjs';
import { LogPage } from './harness/log-page.mjs';
import { pages, pagesWithARecord } from './harness/pages.mjs';
import { pause } from './harness/until.mjs';

const folder = join(import.meta.dirname, '..', 'docs', 'screens');

/** The file names: `orders-light.png`, `orders-dark-phone.png`. */
const looks = [
  ['light', { colorScheme: 'light', viewport: desktop }],
  ['dark', { colorScheme: 'dark', viewport: desktop }],
  ['light-phone', { colorScheme: 'light', viewport: phone }],
  ['dark-phone', { colorScheme: 'dark', viewport: phone }],
];

mkdirSync(folder, { recursive: true });
const demo = await Demo.start({ name: 'screens' });
const browser = await launch();
try {
  await demo.api.waitForCount('product', 'synced', 300, 120);
  await demo.api.waitForCount('order', 'synced', 12, 240);
  const all = { ...pages, ...(await pagesWithARecord(demo.api)) };
  for (const [look, options] of looks) {
    const { page, close } = await openWindow(browser, { address: demo.address, ...options });
    for (const [name, address] of Object.entries(all)) {
      await page.goto(address);
      await new LogPage(page).alive();
      await pause(500);
      const file = `${name.replaceAll(' ', '-')}-${look}.png`;
      await page.screenshot({ path: join(folder, file) });
      console.log(`docs/screens/${file}`);
    }
    await close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
