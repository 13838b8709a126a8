import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src/github/create-fetch.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Counts who comes. */
async function listen(answer: { location?: string; link?: string } = {}): Promise<{ url: string; visits: string[] }> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.headers.authorization ?? '');
    response.writeHead(answer.location === undefined ? 200 : 302, { ...answer, connection: 'close' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, visits };
}

const headers = { authorization: 'Bearer a token' };

describe('a request to GitHub', () => {
  it('is not sent on to where the answer points', async () => {
    const elsewhere = await listen();
    const github = await listen({ location: elsewhere.url });
    const send = createFetch({ apiUrl: github.url, timeoutMs: 5_000 });

    const response = await send(`${github.url}repos/acme/shop`, { headers });

    expect(response.status).toBe(302);
    expect(github.visits).toEqual(['Bearer a token']);
    expect(elsewhere.visits).toEqual([]);
  });

  it('goes nowhere else, whoever names the address', async () => {
    const elsewhere = await listen();
    const send = createFetch({ apiUrl: 'https://github.example.com/api/v3', timeoutMs: 5_000 });

    await expect(send(elsewhere.url, { headers })).rejects.toMatchObject({ name: 'ForeignAddressError' });

    expect(elsewhere.visits).toEqual([]);
  });

  it('ends with the signal that it was given', async () => {
    const github = await listen();
    const send = createFetch({ apiUrl: github.url, timeoutMs: 5_000 });

    await expect(send(github.url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
