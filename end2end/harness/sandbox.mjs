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

  /** Creates anything at the till by the platform's own payload; gives its id. */
  create(resource, payload) {
    return this.#ask('POST', `lightspeed/write/${resource}`, payload);
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

  /** Turns knobs of a platform, such as `{ person_refuses: true }`. */
  knobs(platform, knobs) {
    return this.#ask('PUT', 'knobs', { [platform]: knobs });
  }

  /** The merchant disconnects the app at Lightspeed: every token is dead. */
  disconnectLightspeed() {
    return this.#ask('POST', 'lightspeed/revoke', {});
  }

  /** What happened at both platforms. */
  ledger() {
    return this.#ask('GET', 'ledger');
  }

  /** Makes a contact in Brightpearl, as a member of staff would; it has an address first. */
  async contact(contact) {
    const address = await this.#office('contact-service/postal-address', { addressLine1: '1 High Street', countryIsoCode: 'GBR' });
    const postAddressIds = { DEF: address, BIL: address, DEL: address };
    return this.#office('contact-service/contact', { ...contact, postAddressIds });
  }

  /** A write of Brightpearl's own API. */
  async #office(path, body) {
    const answer = await fetch(`${this.brightpearl}/public-api/acmeshop/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'brightpearl-app-ref': 'acmeshop_lockstep',
        'brightpearl-staff-token': 'sandbox-staff-token',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).response;
  }

  orders() {
    return this.#ask('GET', 'brightpearl/orders');
  }
}
