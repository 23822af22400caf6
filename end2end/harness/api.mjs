/** Lockstep's own JSON, as an operator's script would ask for it. */

import { until } from './until.mjs';

export class Api {
  constructor(address) {
    this.address = address;
  }

  async get(path) {
    const answer = await fetch(`${this.address}${path}`);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }

  async put(path, body) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.address}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`PUT ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }

  async post(path, body) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  }

  waitUntilHealthy() {
    return until('the health page', async () => (await fetch(`${this.address}/healthz`)).ok, { seconds: 60 });
  }

  /** One page of a log; `kind` is product, order or customer. */
  logs(kind, asked = {}) {
    return this.get(`/api/v1/logs/${kind}?${new URLSearchParams(asked)}`);
  }

  record(id) {
    return this.get(`/api/v1/records/${id}`);
  }

  /** Waits until a log holds a record that fits, among the newest 200, and gives it. */
  waitForRecord(what, kind, asked, fits = () => true, seconds = 60) {
    const look = async () => (await this.logs(kind, { limit: 200, ...asked })).records.find(fits);
    return until(what, look, { seconds, every: 300 });
  }

  /** Waits until no new record has come into a log for some seconds: the first reading is over. */
  async waitUntilRead(kind, seconds = 120) {
    let known = -1;
    let since = Date.now();
    await until(`all ${kind}s to be read`, async () => {
      const { counts } = await this.logs(kind, { limit: 1 });
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (all !== known) [known, since] = [all, Date.now()];
      return all > 0 && Date.now() - since > 5_000;
    }, { seconds, every: 500 });
  }

  waitForCount(kind, status, atLeast, seconds = 60) {
    const look = async () => (await this.logs(kind, { limit: 1 })).counts[status] >= atLeast;
    return until(`${atLeast} ${status} in the log of ${kind}s`, look, { seconds, every: 300 });
  }
}
