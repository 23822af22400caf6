/** The real server with the sandbox of both platforms, as a child that is stopped by its id. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, createWriteStream, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Api } from './api.mjs';
import { Sandbox } from './sandbox.mjs';
import { until, pause } from './until.mjs';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..');
const binary = process.env.END2END_BINARY ?? join(root, 'target', 'debug', 'lockstep');

/** How the lines begin that say where things are. */
const lines = {
  address: /Lockstep is ready at (http\S+)/,
  brightpearl: /Sandbox Brightpearl at (http\S+)/,
  lightspeed: /Sandbox Lightspeed at (http\S+)/,
};

export class Demo {
  /**
   * Starts a demo in a folder of its own and waits until it answers.
   * The search index of the sandbox lags two seconds at most: the tests are about the screen.
   */
  static async start({ name = 'demo', port = 0, data, seed = 7, limits = 20, lag = '0..2000' } = {}) {
    const demo = new Demo();
    demo.name = name;
    demo.ownFolder = data === undefined;
    demo.data = data ?? mkdtempSync(join(tmpdir(), 'lockstep-end2end-'));
    demo.told = { seed, limits, lag };
    await demo.#spawn(port);
    return demo;
  }

  /** Ends the server at once, as a crash would, and starts it again at the same address on the same data. */
  async crashAndRestart({ restAfterCrash = 0 } = {}) {
    await this.#end('SIGKILL');
    await pause(restAfterCrash);
    await this.#spawn(Number(new URL(this.address).port));
  }

  /** Asks the server to stop, waits for it, and removes its data. Gives its exit code. */
  async stop() {
    const code = await this.#end('SIGTERM');
    if (this.ownFolder) rmSync(this.data, { recursive: true, force: true });
    return code;
  }

  async #spawn(port) {
    const { seed, limits, lag } = this.told;
    const flags = ['--port', port, '--data', this.data, '--seed', seed, '--limits', limits].map(String);
    const env = { ...process.env, LOCKSTEP_SANDBOX_LAG_MS: lag, LOCKSTEP_SITE: join(root, 'target', 'site') };
    this.child = spawn(binary, ['demo', ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((tell) => this.child.once('exit', (code, signal) => tell(code ?? signal)));
    this.child.once('error', (error) => (this.broken = error));
    const found = {};
    this.#listen(found);
    await until('the server to say where it is', () => {
      if (this.broken) throw this.broken;
      return found.address && found.brightpearl && found.lightspeed;
    }, { seconds: 60 });
    this.address = found.address.replace(/\/$/, '');
    this.api = new Api(this.address);
    this.sandbox = new Sandbox(found.brightpearl, found.lightspeed);
    await until('the health page', async () => (await fetch(`${this.address}/healthz`)).ok, { seconds: 60 });
  }

  /** Keeps what the server says in a file and notes the addresses in it. */
  #listen(found) {
    const folder = join(root, 'end2end', 'test-results');
    mkdirSync(folder, { recursive: true });
    const log = createWriteStream(join(folder, `${this.name}.log`), { flags: 'a' });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        for (const [what, pattern] of Object.entries(lines)) found[what] ??= pattern.exec(line)?.[1];
      });
    }
  }

  async #end(signal) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), 40_000);
    const code = await this.ended;
    clearTimeout(late);
    return code;
  }
}
