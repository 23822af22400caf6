/** One change of each part of the settings, what can be wrong there, and what waits for it: on the demo's shop. */

const named = (name) => (form) => form.locator(`[name="${name}"]`);

/** A product of its own in the back office; gives its reference. */
const product = (given) => async ({ sandbox }) => {
  const sku = `AREA-${Date.now()}`;
  return (await sandbox.product({ name: `Waiting Mug ${sku}`, sku, price: '12.00', ...given })).id;
};

/** A sale of something that is in step; gives its reference. */
const sale = (given) => async ({ api, sandbox }) => {
  const { records } = await api.logs('product', { status: 'synced', limit: 200 });
  const item = Number(records.find(({ target_ref }) => target_ref).target_ref);
  return (await sandbox.sell({ lines: [{ item, quantity: 1 }], ...given }))[0];
};

const jersey = (tax) => tax.category === '3' && tax.class === '1' && Number(tax.rate1) === 0.05;
const minute = (moment) => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
const anHourEarlier = ({ go_live: moment }) => new Date(Date.parse(moment) - 3_600_000).toISOString().slice(0, 16);

/**
 * Each has its page (`area`), its form (`part`), the field that is changed with its new value, where the settings keep
 * it and how, and what the history calls it. `before` prepares the settings. `wrong` are values with the sentence that is
 * said of them at once; those that cannot be saved at all are `refused`. `waits` causes a record that waits for the save.
 */
export const areas = [
  {
    area: 'products', part: 'products', field: named('price_list'), to: '2', what: /^Price list at the tills$/,
    kept: ({ products }) => products.price_list,
    before: (settings) => { settings.products.price_list = ''; },
    waits: { kind: 'product', cause: product({}), says: /price.list/i },
    wrong: [
      { field: named('price_list'), to: '1', says: /“Cost price” is a list for buying: the tills would sell at cost/ },
      { field: named('price_list'), to: '3', says: /“Retail euro” is in EUR, but the tills sell in GBP/ },
      { field: named('cost_list'), to: '2', says: /“Retail” is a list for selling, not of costs/ },
    ],
  },
  {
    area: 'orders', part: 'go-live', field: named('go_live'), to: anHourEarlier, what: /^Go-live$/,
    kept: ({ go_live: moment }) => moment.slice(0, 16), says: minute,
    wrong: [{ field: named('go_live'), to: '12026-02-03T09:15', says: /is no date and time; write it like 2026-02-03T09:15/, refused: true }],
  },
  {
    area: 'orders', part: 'orders', field: named('nominal_fee'), to: '4050', what: /^Nominal code of fees$/,
    kept: ({ orders }) => orders.nominals.fee,
    wrong: [
      { field: named('exchange_rate'), to: 'abc', says: /“abc” is no exchange rate; write a number such as 1.25/, refused: true },
      { field: named('exchange_rate'), to: '-1', says: /“-1” is no exchange rate/, refused: true },
      { field: named('clearing_method'), to: 'VOUCHER', says: /VOUCHER has no bank account in GBP/ },
    ],
  },
  {
    area: 'taxes', part: 'taxes', field: named('tax:3:1:0.05:0'), to: 'T5', what: /^Tax code of .*Jersey/,
    kept: ({ taxes }) => taxes.find(jersey)?.code,
    waits: { kind: 'order', cause: sale({ tax_category: 3 }), says: /tax.* 5 %/i },
    wrong: [{ field: named('tax:1:1:0.2:0'), to: 'T5', says: /A tax of 20 % is paired with T5, whose rate is 5 %: totals would differ/ }],
  },
  {
    area: 'payments', part: 'payments', field: named('payment:3'), to: 'CHEQUE', what: /^Payment method of “Cheque”$/,
    kept: ({ payments }) => payments['3'],
    waits: { kind: 'order', cause: sale({ payments: [{ name: 'Cheque' }] }), says: /Cheque/ },
    wrong: [{ field: named('payment:3'), to: 'VOUCHER', says: /VOUCHER has no bank account in GBP: what is paid with it would wait/ }],
  },
  {
    area: 'inventory', part: 'shops', field: named('returns_location:2'), to: '6', what: /^Location of returns of Mill Lane$/,
    kept: ({ shops }) => shops['2'].returns_location,
    wrong: [
      { field: named('warehouse:2'), to: '3', says: /Warehouse 3 is chosen for shop 1 and for shop 2; one warehouse serves one shop/, refused: true },
      { field: named('buffer:2'), to: '20000', says: /“20000” is no number of units; write 0 to 10000/, refused: true },
    ],
  },
  {
    area: 'inventory', part: 'inventory', field: named('sweep_minutes'), to: '17', what: /^Minutes between two comparisons of stock$/,
    kept: ({ inventory }) => String(inventory.sweep_minutes),
    wrong: [
      { field: named('buffer'), to: '20000', says: /“20000” is no number of units; write 0 to 10000/, refused: true },
      { field: named('sweep_minutes'), to: '0', says: /“0” is no number of minutes; write 1 to 1440/, refused: true },
    ],
  },
  {
    area: 'customers', part: 'customers', field: named('default_country'), to: 'IE', what: /^Country where the till knows none$/,
    kept: ({ customers }) => customers.default_country,
    wrong: [{ field: named('default_country'), to: 'G8', says: /“G8” is no country code; write two or three letters such as GB/, refused: true }],
  },
  {
    area: 'refunds', part: 'refunds', field: named('without_order'), to: 'ask_a_person', what: /^A return whose sale has no order$/,
    kept: ({ refunds }) => refunds.without_order, says: (word) => word.replaceAll('_', ' '),
  },
  {
    area: 'schedule', part: 'schedule', field: named('every:customer'), to: '25', what: /^Seconds between two looks for customers$/,
    kept: ({ schedule }) => String(schedule.customer.every_s),
    wrong: [{ field: named('every:customer'), to: '1', says: /“1” is no number of seconds; write 5 to 86400/, refused: true }],
  },
];
