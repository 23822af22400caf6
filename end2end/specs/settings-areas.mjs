import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areas } from '../harness/areas.mjs';
import { complaints, tooWide } from '../harness/axe.mjs';
import { phone } from '../harness/browser.mjs';
import { SettingsPage, held, put } from '../harness/settings-page.mjs';
import { inWindow } from '../harness/stage.mjs';
import { until } from '../harness/until.mjs';

/** The settings without what the platforms said of themselves. */
async function now({ api }) {
  const { version, settings } = await api.get('/api/v1/settings');
  delete settings.facts;
  return { version, settings };
}

/** Saves settings as a script would, changed in place. */
async function change({ api }, how) {
  const { version, settings } = await api.get('/api/v1/settings');
  how(settings);
  await api.put('/api/v1/settings', { based_on: version, settings });
}

/** Plays on settings that are put back afterwards, whatever happens meanwhile. */
const withSettings = (before, play) => inWindow(async ({ page, said, demo }) => {
  const { settings: own } = await now(demo);
  if (before) await change(demo, before);
  try {
    await play({ form: new SettingsPage(page), said, demo });
  } finally {
    await change(demo, (settings) => Object.assign(settings, own));
  }
});

/** Causes a record and waits until it waits for the setting; its log is asked to look for it rather than waited for. */
async function waiting({ api, sandbox }, { kind, cause, says }) {
  const ref = String(await cause({ api, sandbox }));
  return until(`the ${kind} ${ref} to wait`, async () => {
    await api.post(`/api/v1/flows/${kind}/run`, {});
    const { records } = await api.logs(kind, { status: 'pending', limit: 200 });
    return records.find((one) => one.source_ref === ref && says.test(one.detail.text));
  }, { seconds: 90, every: 2_000 });
}

/** Waits until the save is made; gives the settings after it. */
async function saved(demo, before) {
  await until('the save', async () => (await now(demo)).version === before.version + 1);
  return (await now(demo)).settings;
}

/** The newest save is told with who made it and both values; taking it back brings the former ones. */
async function toldAndTakenBack(form, demo, before, { what, was, is, set }) {
  await form.open('history');
  const newest = await form.newest();
  assert.match(newest.head, new RegExp(`^Version ${before.version + 1} · Staff · .* · 1 setting changed${set ? ' · set going [\\d,]+, [\\d,]+ of them in step' : ''}`));
  assert.match(newest.what, what);
  assert.ok(newest.before.includes(was), `${newest.before} tells ${was}`);
  assert.ok(newest.after.includes(is), `${newest.after} tells ${is}`);
  await form.hook('undo').click();
  await form.told(/^Taken back/);
  assert.deepEqual(await now(demo), { version: before.version + 2, settings: before.settings });
}

describe('each page of the settings', { timeout: 600_000 }, () => {
  for (const one of areas) {
    const { area, part, field, kept, what, waits, wrong = [] } = one;
    const title = area === part ? area : `${area}, ${part}`;
    const words = (value) => (value ? (one.says ?? String)(value) : 'not set');

    it(`${title}: says what a save changes${waits ? ' and releases' : ''}, keeps it, tells of it and takes it back`, withSettings(one.before, async ({ form, said, demo }) => {
      const record = waits && await waiting(demo, waits);
      const before = await now(demo);
      const was = kept(before.settings);
      const to = typeof one.to === 'function' ? one.to(before.settings) : one.to;
      await form.open(area);
      const shown = await held(field(form.form(part)));
      await put(field(form.form(part)), to);
      const would = await form.would(part);
      assert.ok(would.includes(words(was)) && would.includes(words(to)), would);
      if (waits) assert.match(would, /releases [\d,]+ records? that waits?\./);
      assert.deepEqual(await now(demo), before, 'nothing is saved yet');

      await form.save(part);
      const toast = await form.told(/^Saved\./);
      if (waits) assert.match(toast, /[1-9][\d,]* records? released/);
      assert.equal(kept(await saved(demo, before)), to);
      await form.open(area);
      assert.equal(await held(field(form.form(part))), to);
      if (record) await demo.api.waitForRecord('the released record to be in step', waits.kind, { status: 'synced' }, ({ id }) => id === record.id, 90);

      await toldAndTakenBack(form, demo, before, { what, was: words(was), is: words(to), set: waits !== undefined });
      await form.open(area);
      assert.equal(await held(field(form.form(part))), shown);
      assert.deepEqual(said, []);
    }));

    for (const { field: its, to, says, refused } of wrong) {
      it(`${title}: says of ${to}: ${says.source}`, inWindow(async ({ page, demo }) => {
        const form = await new SettingsPage(page).open(area);
        const before = await now(demo);
        await put(its(form.form(part)), to);
        await form.found(part, says);
        assert.deepEqual(await complaints(page), []);
        assert.ok((await tooWide(page)) <= 0, 'it must not scroll sideways');
        if (refused) {
          const takes = await its(form.form(part)).evaluate((node) => node.checkValidity());
          await form.save(part);
          // What the browser itself refuses is never sent.
          if (takes) await form.told(says);
        }
        assert.deepEqual(await now(demo), before, 'nothing is saved');
      }, { viewport: phone, colorScheme: 'dark' }));
    }
  }

  it('classification: takes a set with a brand, releases its products, tells of it and takes it back', withSettings(undefined, async ({ form, demo }) => {
    const sku = `SET-${Date.now()}`;
    const cause = async ({ sandbox }) => (await sandbox.product({ name: `Unsorted Mug ${sku}`, sku, price: '12.00', categories: [] })).id;
    const record = await waiting(demo, { kind: 'product', cause, says: /classification/i });
    const before = await now(demo);
    await form.open('classification');
    await form.hook('add-set').click();
    const fresh = form.form('classification');
    await fresh.locator('[name="name"]').fill(sku);
    await form.save('classification');
    await form.told(/Choose at least a brand, type, category, supplier, word, price or product; otherwise the set takes nothing/);
    assert.deepEqual(await now(demo), before, 'a set that takes nothing is not saved');

    await fresh.getByLabel('Fellside', { exact: true }).check();
    await until('the form to say what the set takes', async () => /Takes .* of [\d,]+/.test(await form.hook('reach').innerText()));
    await form.save('classification');
    assert.match(await form.told(/^Saved\./), /[1-9][\d,]* records? released/);
    await form.hook('following').waitFor();
    const { classification } = await saved(demo, before);
    assert.deepEqual(classification.slice(0, -1), before.settings.classification);
    assert.equal(classification.at(-1).name, sku);
    assert.equal(classification.at(-1).brands.length, 1);
    await demo.api.waitForRecord('the product to be in step', 'product', { status: 'synced' }, ({ id }) => id === record.id, 90);

    await form.open('classification');
    const set = form.hook('set').filter({ hasText: sku });
    assert.match(await set.innerText(), /brand is Fellside/);
    await until('the number of its products', async () => /[1-9][\d,]* products?/.test(await set.innerText()));
    await form.open('history');
    assert.match(await form.hook('history').locator('li').first().innerText(), new RegExp(`Staff[^]*Brands of set “${sku}”[^]*not set[^]*Fellside`));
    await form.hook('undo').click();
    await form.told(/^Taken back/);
    assert.deepEqual((await now(demo)).settings, before.settings);
    await form.open('classification');
    assert.equal(await form.page.getByText(sku).count(), 0);
  }));
});
