import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFreePort } from '../../../../sandbox/demo/find-free-port.ts';
import { startController } from '../../../../bench/peers/flux/start-controller.ts';
import { createTemporaryFolder } from '../../../helpers/chart-folder.ts';

const server = `require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1')`;
const signal = new AbortController().signal;

test('a controller has started once it says that it is ready, and is gone once it is stopped', async () => {
  const healthPort = await findFreePort();
  const environment = { PORT: String(healthPort) };
  const controller = await startController({ ...(await prepare(server)), environment, healthPort });

  expect((await fetch(`http://127.0.0.1:${healthPort}/readyz`, { headers: { connection: 'close' } })).ok).toBe(true);
  await controller.stop();

  expect(() => process.kill(controller.pid, 0)).toThrow('ESRCH');
});

test('one that ends instead is quoted', async () => {
  const healthPort = await findFreePort();
  const options = await prepare(`console.error('no kubeconfig'); process.exit(1)`);

  await expect(startController({ ...options, environment: {}, healthPort })).rejects.toThrow(
    'starting probe, which says last "no kubeconfig"',
  );
});

async function prepare(script: string) {
  const folder = await createTemporaryFolder();
  const file = join(folder, 'controller.cjs');
  await writeFile(file, script);
  return { binary: process.execPath, name: 'probe', args: [file], folder, signal };
}
