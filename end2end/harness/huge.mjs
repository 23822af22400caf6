/** A merchant with long lists: 200 categories in a tree, 60 taxes, 40 ways to pay. */

import { Shop } from './shop.mjs';

/** A connected shop in which nothing is set, so that every pair is open. */
export const hugeShop = (name) => Shop.start({ name, settings: {}, limits: 1000 });

/** Makes the till's lists long. */
export async function fillTill(sandbox) {
  for (let aisle = 0; aisle < 10; aisle += 1) {
    const { id } = await sandbox.create('Category', { name: `Aisle ${aisle}` });
    for (let shelf = 0; shelf < 20; shelf += 1) {
      await sandbox.create('Category', { name: `Shelf ${shelf}`, parentID: id });
    }
  }
  for (let rate = 0; rate < 60; rate += 1) {
    await sandbox.create('TaxCategory', { tax1Name: `Levy ${rate}`, tax1Rate: rate % 3 === 0 ? 0.2 : 0.01 + rate / 1000 });
  }
  for (let type = 0; type < 40; type += 1) {
    await sandbox.create('PaymentType', { name: `Voucher of partner ${type}` });
  }
}
