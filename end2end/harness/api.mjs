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

  waitForCount(kind, status, atLeast, seconds = 60) {
    const look = async () => (await this.logs(kind, { limit: 1 })).counts[status] >= atLeast;
    return until(`${atLeast} ${status} in the log of ${kind}s`, look, { seconds, every: 300 });
  }
}
