/** `lockstep demo`: the real server with the sandbox of both platforms in one program. */

import { Api } from './api.mjs';
import { Program } from './program.mjs';
import { Sandbox } from './sandbox.mjs';

export class Demo {
  /**
   * Starts a demo in a folder of its own, which it removes at the end, and waits until it answers.
   * The search index of the sandbox lags two seconds at most: the tests are about the screen.
   */
  static async start({ name = 'demo', seed = 7, limits = 20, lag = '0..2000' } = {}) {
    const demo = new Demo();
    const args = ['demo', '--port', 0, '--seed', seed, '--limits', limits];
    demo.program = await Program.start(name, args, {
      env: { LOCKSTEP_SANDBOX_LAG_MS: lag },
      wanted: ['address', 'brightpearl', 'lightspeed'],
    });
    const { address, brightpearl, lightspeed } = demo.program.found;
    demo.address = address;
    demo.api = new Api(address);
    demo.sandbox = new Sandbox(brightpearl, lightspeed);
    await demo.api.waitUntilHealthy();
    return demo;
  }

  /** Asks it to stop and waits for it. Gives its exit code. */
  stop() {
    return this.program.end();
  }
}
