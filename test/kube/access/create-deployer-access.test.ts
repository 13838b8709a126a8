import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDeployerAccess } from '../../../src/kube/access/create-deployer-access.ts';
import { deployerAccount } from '../../../src/kube/place/render-place.ts';
import { createLogger, type LogFields } from '../../../src/logger.ts';
import { refuse, startApiServer } from '../api-server.ts';

const minuteMs = 60_000;
const path = `/api/v1/namespaces/shop/serviceaccounts/${deployerAccount}/token`;
let server: Awaited<ReturnType<typeof startApiServer>>;
/** The longest that is given. */
let mostSeconds: number;
let warnings: unknown[];
const log = {
  ...createLogger({ level: 'silent', secrets: [] }),
  warn: (fields: LogFields, message: string) => warnings.push({ ...fields, message }),
};
/** When each token ends that was asked for, in the order of asking. A token is its place in it. */
let endsAtMs: number[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  server = await startApiServer();
  endsAtMs = [];
  mostSeconds = Infinity;
  warnings = [];
  server.answerAlways(path, (request, response) => void giveToken(request, response));
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

describe('the token of a kubeconfig', () => {
  test.each([
    { of: 'the first run', forMs: 5 * minuteMs, atMs: 0 },
    { of: 'a run soon after', forMs: 5 * minuteMs, atMs: 20 * minuteMs },
    { of: 'a long run after a short one', forMs: 10 * minuteMs, atMs: 24 * minuteMs },
    { of: 'a run as long as a token usually lives', forMs: 30 * minuteMs, atMs: 0 },
    { of: 'a run of hours', forMs: 120 * minuteMs, atMs: minuteMs },
  ])('outlives $of, and what Helm does besides', async ({ forMs, atMs }) => {
    const access = createAccess();
    await access.createKubeconfig('shop', minuteMs);
    vi.setSystemTime(atMs);

    const token = readToken(await access.createKubeconfig('shop', forMs));

    expect(endsAtMs[Number(token)]).toBeGreaterThanOrEqual(atMs + forMs + minuteMs);
  });

  test('lives for half an hour, unless a run takes longer', async () => {
    const access = createAccess();

    await access.createKubeconfig('shop', 5 * minuteMs);
    await access.createKubeconfig('shop', 120 * minuteMs);

    expect(endsAtMs[0]).toBe(30 * minuteMs);
    expect(endsAtMs[1]).toBeLessThan(125 * minuteMs);
  });

  test('is used again by every run that it outlives', async () => {
    const access = createAccess();
    await access.createKubeconfig('shop', 10 * minuteMs);

    await Promise.all([access.createKubeconfig('shop', 10 * minuteMs), access.createKubeconfig('shop', 20 * minuteMs)]);
    vi.setSystemTime(24 * minuteMs);
    await access.createKubeconfig('shop', minuteMs);

    expect(endsAtMs).toHaveLength(1);
  });

  test('that was asked for in vain is asked for again', async () => {
    const access = createAccess();
    server.answerAlways(path, (_, response) => refuse(response, 503, 'ServiceUnavailable'));
    await expect(access.createKubeconfig('shop', minuteMs)).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    server.answerAlways(path, { status: { token: 'late' } });

    expect(readToken(await access.createKubeconfig('shop', minuteMs))).toBe('late');
  });
});

describe('where the API server gives shorter tokens than it is asked for', () => {
  beforeEach(() => {
    mostSeconds = 60 * 60;
  });

  test('one is not used again past its end', async () => {
    const access = createAccess();
    await access.createKubeconfig('shop', 120 * minuteMs);
    vi.setSystemTime(50 * minuteMs);

    const token = readToken(await access.createKubeconfig('shop', 10 * minuteMs));

    expect(endsAtMs).toEqual([60 * minuteMs, 80 * minuteMs]);
    expect(token).toBe('1');
  });

  test('one is used again by what it outlives all the same', async () => {
    const access = createAccess();
    await access.createKubeconfig('shop', 120 * minuteMs);
    vi.setSystemTime(50 * minuteMs);

    expect(readToken(await access.createKubeconfig('shop', 5 * minuteMs))).toBe('0');
  });

  test('a run that may take longer goes on with what it gets, and asks for no more', async () => {
    const access = createAccess();
    const runs = Array.from({ length: 3 }, () => access.createKubeconfig('shop', 120 * minuteMs));

    expect((await Promise.all(runs)).map(readToken)).toEqual(['0', '0', '0']);
  });

  test('that is said once', async () => {
    const access = createAccess();
    await access.createKubeconfig('shop', 30 * minuteMs);
    expect(warnings).toEqual([]);

    await access.createKubeconfig('shop', 120 * minuteMs);
    vi.setSystemTime(50 * minuteMs);
    await access.createKubeconfig('shop', 120 * minuteMs);

    expect(warnings).toEqual([
      { namespace: 'shop', durationMs: 60 * minuteMs, message: 'a token ends sooner than asked for' },
    ]);
  });
});

function createAccess() {
  return createDeployerAccess({ client: server.client, config: server.config, log });
}

async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { spec } = (await json(request)) as { readonly spec: { readonly expirationSeconds: number } };
  const expirationSeconds = Math.min(spec.expirationSeconds, mostSeconds);
  const endMs = Date.now() + expirationSeconds * 1_000;
  const status = { token: String(endsAtMs.push(endMs) - 1), expirationTimestamp: new Date(endMs).toISOString() };
  response.end(JSON.stringify({ kind: 'TokenRequest', spec: { ...spec, expirationSeconds }, status }));
}

function readToken(kubeconfig: string): string {
  const { users } = JSON.parse(kubeconfig) as {
    readonly users: readonly { readonly user: { readonly token: string } }[];
  };
  return users[0]!.user.token;
}
