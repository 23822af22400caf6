/** Every page there is, for the checks that hold on all of them. */

export const pages = {
  overview: '/',
  products: '/logs/products',
  inventory: '/logs/inventory',
  orders: '/logs/orders',
  customers: '/logs/customers',
  refunds: '/logs/refunds',
  'bulk work': '/bulk',
  settings: '/settings',
  'set-up': '/setup',
};

/** Pages with a record open; the addresses are asked for when the demo runs. */
export async function pagesWithARecord(api) {
  const failed = (await api.logs('product', { status: 'failed', limit: 1 })).records[0];
  const order = (await api.logs('order', { status: 'synced', limit: 1 })).records[0];
  return {
    'a failed product': `/logs/products?status=failed&record=${failed.id}`,
    'a synced order': `/logs/orders?record=${order.id}`,
  };
}
