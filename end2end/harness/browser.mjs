/** Chromium, with a window for each test and everything the page says noted. */

import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Starts Chromium without a window, with an empty profile. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
}

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 360, height: 740 };

/**
 * A fresh window. `said` gathers console messages of every level, uncaught errors and what the security policy
 * refused: a page that is well says nothing.
 */
export async function openWindow(browser, { address, viewport = desktop, colorScheme = 'light', javaScript = true, timezone } = {}) {
  const context = await browser.newContext({
    baseURL: address, viewport, colorScheme, javaScriptEnabled: javaScript, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: timezone,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()} (${page.url()})`));
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message} (${page.url()})`));
  return { page, said, close: () => context.close() };
}
