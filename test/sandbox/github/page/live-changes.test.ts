import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createEvents } from '../../../../sandbox/github/events.ts';
import { createState, generatePrivateKey } from '../../../../sandbox/github/create-state.ts';
import { streamChanges } from '../../../../sandbox/github/page/live-changes.ts';

test('a reader of a repository is told of its changes, once for several at a time, and not of others', async () => {
  const { events, reader, read } = await listen('/?repository=acme/shop');

  events.publish({ repository: 'acme/other', number: 1 });
  events.publish({ repository: 'acme/shop', number: 1 });
  events.publish({ repository: 'Acme/Shop', number: undefined });

  expect(await read()).toContain('event: changed');
  events.publish({ repository: 'acme/shop', number: 2 });
  expect((await read()).match(/event: changed/g)).toHaveLength(1);
  await reader.cancel();
});

test('a reader that names no repository is told of every change', async () => {
  const { events, reader, read } = await listen('/');

  events.publish({ repository: 'acme/other', number: 1 });

  expect(await read()).toContain('event: changed');
  await reader.cancel();
});

test('a reader of the deliveries is told of each that was made', async () => {
  const { state, reader, read } = await listen('/?deliveries');

  state.deliveries.push({
    ...{ id: 1, guid: 'a', event: 'ping', action: undefined, redelivery: false, deliveredAt: new Date() },
    ...{ durationMs: 1, installationId: undefined, repositoryId: undefined },
    request: { headers: {}, body: '' },
    response: { kind: 'failed', reason: 'nobody listens' },
  });

  expect(await read()).toContain('event: changed');
  await reader.cancel();
});

// What it would leave behind are timers, which fail the test.
test('a reader that goes away in the middle of a change leaves nothing behind', async () => {
  const { events, reader } = await listen('/');
  events.publish({ repository: 'acme/shop', number: 1 });

  await reader.cancel();

  expect(() => events.publish({ repository: 'acme/shop', number: 1 })).not.toThrow();
});

const privateKey = generatePrivateKey();

async function listen(address: string) {
  const events = createEvents();
  const state = createState({}, privateKey, new Date());
  const app = new Hono().get('/', (context) => streamChanges(context, { events, state }));
  const response = await app.request(address);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => (await reader.read()).value ?? '';
  expect(await read()).toContain('event: ready');
  return { events, state, reader, read };
}
