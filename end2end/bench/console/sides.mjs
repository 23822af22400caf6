/** The two that are held against each other, each on a copy of the same log: the real server, and the floor. */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a program on a copy of a folder and waits until it has said where it answers. */
async function start(name, program, args, data) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  cpSync(data, folder, { recursive: true });
  const env = { ...process.env, LOCKSTEP_LOG_LEVEL: 'warn', LOCKSTEP_SITE: process.env.BENCH_SITE };
  const child = spawn(program, [...args, '--data', folder], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((tell) => child.once('exit', tell));
  const address = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = /http:\/\/[\d.:]+/.exec(line)?.[0];
      if (said) found(said);
    });
    ended.then((code) => failed(new Error(`the ${name} ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { name, address, stop };
}

export const startOurs = (data) => start('product', process.env.END2END_BINARY, ['serve', '--port', '0'], data);
export const startFloor = (data) => start('floor', process.env.BENCH_BINARY, ['floor'], data);
