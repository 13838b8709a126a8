import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followKind, type KindState, type KindTiming, type KindWatch } from '../../../src/kube/custom/follow-kind.ts';
import { createLogger } from '../../../src/logger.ts';
import { refuse, startApiServer } from '../api-server.ts';

type Server = Awaited<ReturnType<typeof startApiServer>>;

const log = createLogger({ level: 'silent', secrets: [] });
const kind = { group: 'example.com', version: 'v1', kind: 'Widget' };
const soon = { timeout: 5_000, interval: 5 };
let server: Server;
let watch: KindWatch | undefined;
let told: string[];

beforeEach(async () => {
  server = await startApiServer();
  told = [];
});
afterEach(async () => {
  await watch?.stop();
  await server.close();
});

interface Definition {
  readonly plural?: string;
  readonly namespaced?: boolean;
  /** The properties of its status; `null` where it has none. */
  readonly status?: object | null;
}

/** The cluster gets a definition, as it would tell of it. */
function define({ plural = 'widgets', namespaced = true, status = { conditions: {} } }: Definition = {}): void {
  const names = [
    { name: plural, kind: 'Widget', namespaced },
    { name: `${plural}/status`, kind: 'Widget', namespaced },
  ];
  server.answerAlways('/apis/example.com/v1', { kind: 'APIResourceList', resources: names });
  const properties = status === null ? {} : { status: { properties: status } };
  const schema = { 'x-kubernetes-group-version-kind': [kind], properties };
  server.answerAlways('/openapi/v3/apis/example.com/v1', { components: { schemas: { a: {}, w: schema } } });
}

function undefine(): void {
  for (const path of ['/apis/example.com/v1', '/openapi/v3/apis/example.com/v1']) {
    server.answerAlways(path, (_: unknown, response: Parameters<typeof refuse>[0]) =>
      refuse(response, 404, 'NotFound'),
    );
  }
}

async function follow(timing: Partial<KindTiming> = {}): Promise<KindState> {
  watch = followKind({
    client: server.client,
    log,
    kind,
    onObject: ({ metadata }) => told.push(metadata.name),
    onState: () => told.push(watch?.state().kind ?? ''),
    timing: { firstPauseMs: 10, longestPauseMs: 20, ...timing },
  });
  await watch.whenKnown(new AbortController().signal);
  return watch.state();
}

const waitFor = (state: object) => vi.waitFor(() => expect(watch?.state()).toMatchObject(state), soon);
const widget = { kind: 'Widget', metadata: { uid: 'u' } };

describe('a kind that the cluster knows', () => {
  test('is watched where the cluster says, with the label of environments', async () => {
    define();
    server.set('one', widget);

    const state = await follow();

    expect(state).toMatchObject({ kind: 'open', base: '/apis/example.com/v1', plural: 'widgets' });
    expect(told).toEqual(['one', 'open']);
    const asked = server.requests.filter(({ pathname }) => pathname === '/apis/example.com/v1/widgets');
    expect(asked[0]?.searchParams.get('labelSelector')).toBe('berth.dev/environment');
  });

  test.each([
    ['says so in its schema', { conditions: {} }, true],
    ['has a status without them', { phase: {} }, false],
    ['has no status', null, false],
  ])('has conditions if it %s', async (_, status, hasConditions) => {
    define({ status });

    expect(await follow()).toMatchObject({ kind: 'open', hasConditions });
  });

  test('is known to say Ready once one of its objects did', async () => {
    define();
    server.set('one', { ...widget, status: { conditions: [{ type: 'Synced', status: 'True' }] } });
    const state = await follow();
    const hasReady = () => state.kind === 'open' && state.hasReady();
    expect(hasReady()).toBe(false);
    await vi.waitFor(() => expect(server.countWatches()).toBe(1), soon);

    server.set('two', { ...widget, status: { conditions: [{ type: 'Ready', status: 'False' }] } });
    await vi.waitFor(() => expect(hasReady()).toBe(true), soon);
    server.remove('two');

    expect(hasReady()).toBe(true);
  });

  test('is not opened before its schema is known, unless that never comes', async () => {
    define();
    server.answerAlways('/openapi/v3/apis/example.com/v1', { components: { schemas: {} } });

    expect(await follow()).toMatchObject({ kind: 'open', hasConditions: false });
    expect(server.requests.filter(({ pathname }) => pathname.startsWith('/openapi'))).toHaveLength(3);
  });
});

describe('a kind that the cluster does not know', () => {
  test.each([
    ['not at all', undefine],
    ['not in that version', () => server.answerAlways('/apis/example.com/v1', { resources: [] })],
    ['not in namespaces', () => define({ namespaced: false })],
  ])('%s, is found as soon as it does', async (_, before) => {
    before();
    expect(await follow()).toEqual({ kind: 'unknown' });

    define();

    await waitFor({ kind: 'open' });
    expect(told).toEqual(['unknown', 'open']);
  });

  test('any more, is found again under another name', async () => {
    define();
    await follow();
    await vi.waitFor(() => expect(server.countWatches()).toBe(1), soon);

    undefine();
    server.answerAlways('/apis/example.com/v1/widgets', (_: unknown, response: Parameters<typeof refuse>[0]) =>
      refuse(response, 404, 'NotFound'),
    );
    server.endWatches();
    await waitFor({ kind: 'unknown' });
    define({ plural: 'newwidgets' });

    await waitFor({ kind: 'open', plural: 'newwidgets' });
  });
});

describe('a kind that berth may not look at', () => {
  const path = '/apis/example.com/v1/widgets';
  const forbid = () =>
    server.answerAlways(path, (_: unknown, response: Parameters<typeof refuse>[0]) =>
      refuse(response, 403, 'Forbidden'),
    );
  const countAsked = () => server.requests.filter(({ pathname }) => pathname === path).length;

  test('is said to be so once that lasts, until it may', async () => {
    define();
    forbid();
    expect(await follow({ refusedMs: 0 })).toEqual({ kind: 'unreachable' });
    await waitFor({ kind: 'forbidden', resource: 'widgets.example.com' });

    server.answerAlways(path, undefined);

    await waitFor({ kind: 'open' });
    expect(told).toEqual(['unreachable', 'forbidden', 'open']);
  });

  test('for a moment, stays as it was seen before', async () => {
    define();
    await follow({ refusedMs: 60_000 });
    await vi.waitFor(() => expect(server.countWatches()).toBe(1), soon);
    const before = countAsked();

    forbid();
    server.endWatches();
    await vi.waitFor(() => expect(countAsked()).toBeGreaterThanOrEqual(before + 3), soon);
    server.answerAlways(path, undefined);
    await vi.waitFor(() => expect(server.countWatches()).toBe(1), soon);

    expect(told).toEqual(['open']);
  });
});

test('a cluster that does not answer is not taken for one that does not know', async () => {
  server.answerAlways('/apis/example.com/v1', (_: unknown, response: Parameters<typeof refuse>[0]) =>
    refuse(response, 503, 'ServiceUnavailable'),
  );
  expect(await follow()).toEqual({ kind: 'unreachable' });

  define();

  await waitFor({ kind: 'open' });
});

test('stopping ends a question that is not answered', async () => {
  server.answerAlways('/apis/example.com/v1', () => undefined);
  const hanging = followKind({ client: server.client, log, kind, onObject: () => undefined, onState: () => undefined });
  await vi.waitFor(() => expect(server.requests).toHaveLength(1), soon);

  const waiting = hanging.whenKnown(new AbortController().signal);
  await hanging.stop();

  await expect(waiting).resolves.toBeUndefined();
});
