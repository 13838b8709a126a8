import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { aPullRequestEvent, signedHeaders, webhookSecret } from './helpers/front-door.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const good = {
  APP_ID: '1',
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: webhookSecret,
  PUBLIC_URL: 'https://berth.example.com',
  LISTEN_PORT: '0',
  ENVIRONMENTS_FOLDER: resolve('environments'),
  // No cluster answers there: what needs none works all the same.
  KUBECONFIG: resolve('test/fixtures/kubeconfig-of-nowhere.yaml'),
  DRAIN_TIMEOUT_SECONDS: '5',
};
const body = JSON.stringify(aPullRequestEvent());
const largeHalf = Buffer.alloc(2.5 * 1024 * 1024);
const children: Berth[] = [];

interface Berth {
  readonly child: ChildProcess;
  readonly exited: Promise<{ readonly code: number | null; readonly output: string }>;
  readOutput(): string;
}

afterEach(async () => {
  for (const { child, exited } of children.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
});

test('without settings berth names all that is missing and exits 1', async () => {
  const { code, output } = await startBerth({}).exited;

  expect(code).toBe(1);
  expect(output).toContain('4 settings need attention');
  for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PUBLIC_URL']) {
    expect(output).toContain(`${name} is missing`);
  }
  expect(output).not.toContain('    at ');
});

describe('with good settings berth', () => {
  test('serves and takes a webhook, and says that it is not ready while the cluster does not answer', async () => {
    const berth = startBerth({ ...good, LOG_LEVEL: 'debug' });
    const url = await readAddress(berth);

    const webhook = await fetch(`${url}/api/github/webhooks`, { method: 'POST', body, headers: signedHeaders(body) });

    expect(webhook.status).toBe(202);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('waiting for the cluster')]);
    expect((await fetch(url)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('berth_webhook_duration_seconds_count');
    expect(berth.readOutput()).toContain('"msg":"took a webhook"');
  });

  test('stays small under a flood of unsigned bodies, and takes a signed webhook meanwhile', async () => {
    const url = await readAddress(startBerth(good));
    const before = await readMemoryMiB(url);
    const flood = Array.from({ length: 200 }, () => sendFlood(`${url}/api/github/webhooks`));

    const webhook = await fetch(`${url}/api/github/webhooks`, { method: 'POST', body, headers: signedHeaders(body) });
    const during = await readMemoryMiB(url);
    await Promise.all(flood);
    const after = await readMemoryMiB(url);

    expect(webhook.status).toBe(202);
    expect(Math.max(during, after) - before).toBeLessThan(150);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'lets a webhook end that is half sent at %s, and exits 0',
    async (signal) => {
      const berth = startBerth(good);
      const outgoing = startWebhook(await readAddress(berth));
      await once(outgoing, 'continue');

      berth.child.kill(signal);
      await expect.poll(() => berth.readOutput()).toContain('draining');
      outgoing.end(body);

      const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      expect(response.statusCode).toBe(202);
      expect((await berth.exited).code).toBe(0);
    },
  );

  test('breaks off at the deadline and says so by exiting 1', async () => {
    const berth = startBerth({ ...good, DRAIN_TIMEOUT_SECONDS: '1' });
    const outgoing = startWebhook(await readAddress(berth));
    await once(outgoing, 'continue');

    berth.child.kill('SIGTERM');

    expect((await berth.exited).code).toBe(1);
  });

  test('ends at once at a second signal', async () => {
    const berth = startBerth(good);
    const outgoing = startWebhook(await readAddress(berth));
    await once(outgoing, 'continue');

    berth.child.kill('SIGTERM');
    await expect.poll(() => berth.readOutput()).toContain('draining');
    berth.child.kill('SIGTERM');

    expect((await berth.exited).code).toBe(143);
  });
});

function startBerth(environment: Readonly<Record<string, string>>): Berth {
  // In a folder without a .env of whoever runs the tests.
  const child = spawn(process.execPath, [resolve('src/main.ts')], { cwd: tmpdir(), env: environment });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const berth = { child, exited, readOutput: () => output };
  children.push(berth);
  return berth;
}

async function readAddress(berth: Berth): Promise<string> {
  await expect.poll(() => berth.readOutput(), { timeout: 15_000 }).toContain('"msg":"listening"');
  return /"address":"([^"]+)"/.exec(berth.readOutput())![1]!;
}

/** Its body is sent by the test, once berth has asked for it. */
function startWebhook(url: string) {
  const headers = { ...signedHeaders(body), 'content-length': String(body.length), expect: '100-continue' };
  const outgoing = request(`${url}/api/github/webhooks`, { method: 'POST', agent: false, headers });
  outgoing.on('error', () => undefined); // some tests have berth cut it
  outgoing.flushHeaders();
  return outgoing;
}

/** Half of a body of 5 MiB, the most that is read, under a signature that is none. */
async function sendFlood(url: string): Promise<void> {
  const headers = { ...signedHeaders('other bytes'), 'content-length': String(largeHalf.length * 2) };
  const outgoing = request(url, { method: 'POST', agent: false, headers });
  outgoing.on('error', () => undefined);
  outgoing.on('response', (response) => response.resume());
  await new Promise<unknown>((sent) => outgoing.write(largeHalf, sent));
  outgoing.destroy();
}

async function readMemoryMiB(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^berth_process_resident_memory_bytes (\S+)/m.exec(metrics)![1]) / 1024 / 1024;
}
