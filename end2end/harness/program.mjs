/** The built `lockstep`, started with one of its commands as a child that is ended by its id. */

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './until.mjs';

const root = join(import.meta.dirname, '..', '..');
const binary = process.env.END2END_BINARY ?? join(root, 'target', 'debug', 'lockstep');

/** How the lines begin that say where things are. */
const lines = {
  address: /Lockstep is ready at (http\S+)/,
  brightpearl: /Sandbox Brightpearl at (http\S+)/,
  lightspeed: /Sandbox Lightspeed at (http\S+)/,
};

export class Program {
  /** Starts `lockstep …` and waits until it has said each of the addresses wanted; `name` names its log in test-results. */
  static async start(name, args, { env = {}, wanted }) {
    const program = new Program();
    const site = { LOCKSTEP_SITE: join(root, 'target', 'site') };
    program.child = spawn(binary, args.map(String), { env: { ...process.env, ...site, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    program.ended = new Promise((tell) => program.child.once('exit', (code, signal) => tell(code ?? signal)));
    program.child.once('error', (error) => (program.broken = error));
    program.found = {};
    program.#listen(name);
    await until(`lockstep ${args[0]} to say where it is (its words are in test-results/${name}.log)`, () => {
      if (program.broken) throw program.broken;
      return wanted.every((what) => program.found[what]);
    }, { seconds: 60 });
    return program;
  }

  /** Keeps what the program says in a file and notes the addresses in it. */
  #listen(name) {
    const folder = join(root, 'end2end', 'test-results');
    mkdirSync(folder, { recursive: true });
    const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        for (const [what, pattern] of Object.entries(lines)) {
          this.found[what] ??= pattern.exec(line)?.[1].replace(/\/$/, '');
        }
      });
    }
  }

  /** Ends the program: `SIGTERM` asks it to finish its work, `SIGKILL` is a crash. Gives its exit code. */
  async end(signal = 'SIGTERM') {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), 40_000);
    const code = await this.ended;
    clearTimeout(late);
    return code;
  }
}
