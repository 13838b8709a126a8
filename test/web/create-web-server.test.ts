import { describe, expect, test } from 'vitest';
import { createLogger } from '../../src/logger.ts';
import { createWebServer } from '../../src/web/create-web-server.ts';
import { createHealthRoutes, type ReadinessCheck } from '../../src/web/health-routes.ts';
import { createMetricsRoute, createRegistry } from '../../src/web/metrics.ts';
import type { Route } from '../../src/web/route.ts';
import { afterwards, aPullRequestEvent, openFrontDoor, signedHeaders } from '../helpers/front-door.ts';

async function serve(...routes: readonly Route[]) {
  const log = createLogger({ level: 'silent', secrets: [] });
  const server = createWebServer({ log, routes });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  afterwards(() => server.drain(0));
  return { server, url };
}

describe('every answer', () => {
  test('carries the security headers and an id of its own', async () => {
    const { url } = await serve();

    const response = await fetch(`${url}/anything`);

    expect(response.status).toBe(404);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/) as string,
    });
  });

  test('takes the id of the proxy in front only if it looks like one', async () => {
    const { url } = await serve();
    const ask = async (id: string) =>
      (await fetch(url, { headers: { 'x-request-id': id } })).headers.get('x-request-id');

    expect(await ask('proxy-id-0123')).toBe('proxy-id-0123');
    expect(await ask('"}forged')).not.toBe('"}forged');
  });

  test('to a route that fails is 500 without the reason', async () => {
    const { url } = await serve({ method: 'GET', path: '/x', handle: () => Promise.reject(new Error('s3cr3t')) });

    const response = await fetch(`${url}/x`);

    expect([response.status, await response.text()]).toEqual([500, 'internal error\n']);
  });
});

describe('routes', () => {
  test('with a slash at the end take everything below', async () => {
    const { url } = await serve({
      method: 'GET',
      path: '/pages/',
      handle: ({ response }) => void response.end('page'),
    });

    expect(await (await fetch(`${url}/pages/a/b?c`)).text()).toBe('page');
    expect((await fetch(`${url}/pages`)).status).toBe(404);
    expect((await fetch(`${url}/pages/a`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${url}/pages/a`, { method: 'DELETE' })).status).toBe(405);
  });

  test('metrics measure the process', async () => {
    const { url } = await serve(createMetricsRoute(createRegistry()));

    const text = await (await fetch(`${url}/metrics`)).text();

    expect(text).toMatch(/^berth_process_resident_memory_bytes \d/m);
    expect(text).toContain('berth_nodejs_eventloop_lag_seconds');
  });
});

describe('health', () => {
  const passing: ReadinessCheck = { name: 'kubernetes', check: () => Promise.resolve() };
  const failing: ReadinessCheck = { name: 'github', check: () => Promise.reject(new Error('s3cr3t')) };

  test('is ready when all that is needed answers', async () => {
    const { url } = await serve(...createHealthRoutes([passing]));

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test('names what it waits for, without the error, and stays alive', async () => {
    const { url } = await serve(...createHealthRoutes([passing, failing]));
    const response = await fetch(`${url}/readyz`);

    expect([response.status, await response.text()]).toEqual([503, 'waiting for github\n']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('draining', () => {
  const body = JSON.stringify(aPullRequestEvent());

  test('lets a webhook under way end, takes no new one, and then is done', async () => {
    const noted = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const door = await openFrontDoor({ beforeWake: () => (begun.resolve(undefined), noted.promise) });
    const underWay = fetch(door.url, { method: 'POST', body, headers: signedHeaders(body) });
    await begun.promise;

    const drained = door.server.drain(5_000);
    await expect(fetch(door.url, { method: 'POST', body, headers: signedHeaders(body) })).rejects.toThrow(
      'fetch failed',
    );
    noted.resolve(undefined);

    expect((await underWay).status).toBe(202);
    expect(await drained).toBe('drained');
    expect(door.woken).toEqual(['pull request acme/shop#1']);
  });

  test('breaks off what does not end in time', async () => {
    const begun = Promise.withResolvers<undefined>();
    const never = new Promise<never>(() => undefined);
    const door = await openFrontDoor({ beforeWake: () => (begun.resolve(undefined), never), noteTimeoutMs: 500 });
    const underWay = fetch(door.url, { method: 'POST', body, headers: signedHeaders(body) });
    const broken = expect(underWay).rejects.toThrow('fetch failed');
    await begun.promise;

    expect(await door.server.drain(20)).toBe('brokenOff');
    await broken;
  });
});
