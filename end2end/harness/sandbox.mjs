/** The sandbox's control: causing things at the two platforms that would happen there by themselves. */

export class Sandbox {
  constructor(brightpearl, lightspeed) {
    this.brightpearl = brightpearl.replace(/\/$/, '');
    this.lightspeed = lightspeed.replace(/\/$/, '');
  }

  async #ask(method, path, body) {
    const answer = await fetch(`${this.lightspeed}/_sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`sandbox ${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Rings up sales; without lines the cashier chooses. Gives their ids as texts. */
  async sell(basket = {}) {
    const { sales } = await this.#ask('POST', 'lightspeed/sell', basket);
    return sales.map(String);
  }

  /** Creates a product in Brightpearl, or changes the one with that id. */
  product(product) {
    return this.#ask('POST', 'brightpearl/products', product);
  }

  /** Adds a scripted fault. */
  fault(fault) {
    return this.#ask('POST', 'faults', fault);
  }

  clearFaults() {
    return this.#ask('DELETE', 'faults');
  }

  stats() {
    return this.#ask('GET', 'stats');
  }

  items() {
    return this.#ask('GET', 'lightspeed/items');
  }

  orders() {
    return this.#ask('GET', 'brightpearl/orders');
  }
}
