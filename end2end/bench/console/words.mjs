/** SKUs, ids and words out of the log itself, others each round. */

const ask = async (address, path) => (await fetch(`${address}/api/v1/logs/${path}`)).json();

/** As many as rounds, spread over what the latest pages hold. */
export async function words(address, rounds) {
  const pages = async (kind) => {
    const records = [];
    for (let cursor = 'first'; records.length < rounds * 3; ) {
      const page = await ask(address, `${kind}?limit=200&cursor=${cursor}`);
      records.push(...page.records);
      if (!page.next) break;
      cursor = page.next;
    }
    return records;
  };
  const [products, orders] = [await pages('products'), await pages('orders')];
  const skus = orders.map((order) => order.payload?.lines?.[0]?.sku).filter(Boolean);
  const names = products.map((product) => product.payload?.name ?? '').filter((name) => name.split(' ').length > 3);
  return Array.from({ length: rounds }, (_, round) => ({
    sku: skus[(round * 7) % skus.length],
    id: orders[(round * 11) % orders.length].source_ref,
    two: names[(round * 5) % names.length].split(' ').slice(1, 3).join(' ').toLowerCase(),
  }));
}
