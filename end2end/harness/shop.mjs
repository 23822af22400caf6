/** `lockstep serve` as in production, its two platforms in a program of their own that outlives its crashes. */

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api.mjs';
import { Program } from './program.mjs';
import { Sandbox } from './sandbox.mjs';

/** The accounts the sandbox knows, as an operator would set them. */
const accounts = {
  LOCKSTEP_BRIGHTPEARL_ACCOUNT: 'acmeshop',
  LOCKSTEP_BRIGHTPEARL_APP_REF: 'acmeshop_lockstep',
  LOCKSTEP_BRIGHTPEARL_STAFF_TOKEN: 'sandbox-staff-token',
  LOCKSTEP_LIGHTSPEED_ACCOUNT: '90210',
  LOCKSTEP_LIGHTSPEED_CLIENT_ID: 'lockstep-sandbox',
  LOCKSTEP_LIGHTSPEED_CLIENT_SECRET: 'sandbox-client-secret',
  LOCKSTEP_LIGHTSPEED_REFRESH_TOKEN: 'sandbox-refresh-token',
};

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

export class Shop {
  /** Starts both; nobody sells anything by himself. `settings` are saved first, as an owner would have done. */
  static async start({ name, settings, ...rest }) {
    const shop = await Shop.#open({ name, connections: accounts, ...rest });
    const { version } = await shop.api.get('/api/v1/settings');
    await shop.api.put('/api/v1/settings', { based_on: version, settings });
    return shop;
  }

  /**
   * Starts both with an empty data folder and no connection: as somebody has it who just installed Lockstep.
   * With `lands` the platforms know the address the browser comes back to, and it is Lockstep's own.
   */
  static empty({ name, ...rest }) {
    return Shop.#open({ name, connections: {}, ...rest });
  }

  static async #open({ name, connections, lands = false, seed = 7, limits = 20 }) {
    const shop = new Shop();
    shop.name = name;
    shop.connections = connections;
    shop.data = mkdtempSync(join(tmpdir(), 'lockstep-end2end-'));
    const args = ['sandbox', '--brightpearl-port', 0, '--lightspeed-port', 0, '--seed', seed, '--limits', limits];
    shop.platforms = await Program.start(`${name}-sandbox`, [...args, '--lag-ms', '0..2000', '--quiet-tills'], {
      wanted: ['brightpearl', 'lightspeed'],
    });
    const { brightpearl, lightspeed } = shop.platforms.found;
    shop.sandbox = new Sandbox(brightpearl, lightspeed);
    const port = lands ? await freePort() : 0;
    if (lands) {
      const own = `http://127.0.0.1:${port}`;
      shop.connections = { ...connections, LOCKSTEP_PUBLIC_URL: own };
      await shop.sandbox.knobs('lightspeed', { registered_redirect: `${own}/connect/lightspeed` });
    }
    await shop.#serve(port);
    return shop;
  }

  /** Starts the server on the data it left, with the accounts the sandbox knows. */
  async #serve(port) {
    const { brightpearl, lightspeed } = this.platforms.found;
    const env = {
      LOCKSTEP_ALLOW_LOCAL_PLATFORMS: '1',
      LOCKSTEP_BRIGHTPEARL_URL: `${brightpearl}/public-api`,
      LOCKSTEP_BRIGHTPEARL_AUTH_URL: brightpearl,
      LOCKSTEP_LIGHTSPEED_URL: `${lightspeed}/API/V3`,
      LOCKSTEP_LIGHTSPEED_AUTH_URL: `${lightspeed}/auth/oauth`,
      ...this.connections,
    };
    const args = ['serve', '--port', port, '--data', this.data];
    this.server = await Program.start(this.name, args, { env, wanted: ['address'] });
    this.address = this.server.found.address;
    this.api = new Api(this.address);
    await this.api.waitUntilHealthy();
  }

  crash() {
    return this.server.end('SIGKILL');
  }

  /** Starts the server again at the same address. */
  restart() {
    return this.#serve(new URL(this.address).port);
  }

  async stop() {
    await this.server.end();
    await this.platforms.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}
