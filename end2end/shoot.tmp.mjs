import { chromium } from "playwright-core";
const [,, base, ...jobs] = process.argv;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
for (const job of jobs) {
  const [name, path, w, h, scheme, full] = job.split("|");
  const page = await browser.newPage({ viewport: { width: +w, height: +h }, colorScheme: scheme || "light" });
  page.on("console", m => console.log(name, m.type(), m.text()));
  page.on("pageerror", e => console.log(name, "ERR", e.message));
  await page.goto(base + path, { waitUntil: "load" });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: full === "full" });
  await page.close();
}
await browser.close();
