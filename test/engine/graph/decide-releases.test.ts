import { describe, expect, test } from 'vitest';
import { decideReleases, type GraphFacts, type RunningRelease } from '../../../src/engine/graph/decide-releases.ts';
import type { Failure } from '../../../src/engine/graph/failure.ts';
import type { Observation, ObservedRelease, Readiness } from '../../../src/engine/ports/world.ts';
import type { PlannedRelease } from '../../../src/plan/plan.ts';
import { toDigestLabel } from '../../../src/plan/to-digest-label.ts';
import { aProfile } from '../../plan/inputs.ts';

const timeoutMs = aProfile().limits.releaseTimeoutMs;

const sha = 'a'.repeat(40);

describe('a release starts', () => {
  test('at once when it depends on nothing', () => {
    expect(decide({ releases: [aRelease('db')] })).toEqual({ db: 'start' });
  });

  test('only when all that it depends on is ready', () => {
    const releases = [aRelease('db'), aRelease('cache'), aRelease('api', { dependencies: ['db', 'cache'] })];

    expect(decide({ releases, seen: { db: ready, cache: settling } })).toEqual({
      db: 'ready',
      cache: 'settling',
      api: 'waiting',
    });
    expect(decide({ releases, seen: { db: ready, cache: ready } })).toMatchObject({ api: 'start' });
  });

  test('only when the outputs it uses are there and not empty', () => {
    const releases = [aRelease('db'), aRelease('api', { dependencies: ['db'], uses: 'URL' })];

    expect(decide({ releases, seen: { db: ready } })).toMatchObject({ api: 'waiting: OutputMissing' });
    expect(decide({ releases, seen: { db: ready }, outputs: { URL: '' } })).toMatchObject({
      api: 'waiting: OutputMissing',
    });
    expect(decide({ releases, seen: { db: ready }, outputs: { URL: 'x' } })).toMatchObject({ api: 'start' });
  });

  test('again when an output that it uses is another, and only that one', () => {
    const releases = [
      aRelease('db'),
      aRelease('api', { dependencies: ['db'], uses: 'URL' }),
      aRelease('web', { dependencies: ['api'] }),
    ];
    const seen = { db: ready, api: ready, web: ready };

    const before = decide({ releases, seen, outputs: { URL: 'x' }, appliedWith: { URL: 'x' } });
    const after = decide({ releases, seen, outputs: { URL: 'y' }, appliedWith: { URL: 'x' } });

    expect(before).toEqual({ db: 'ready', api: 'ready', web: 'ready' });
    expect(after).toEqual({ db: 'ready', api: 'start', web: 'ready' });
  });

  test.each(['pending-install', 'pending-upgrade', 'pending-rollback'] as const)(
    'with an unlock where a killed Helm left %s',
    (status) => {
      const [decision] = decideReleases(facts({ releases: [aRelease('db')], seen: { db: ready }, status }));

      expect(decision).toMatchObject({ kind: 'start', recovery: 'unlock' });
    },
  );

  test('with an uninstall where a killed Helm left half of one', () => {
    const [decision] = decideReleases(
      facts({ releases: [aRelease('db')], seen: { db: ready }, status: 'uninstalling' }),
    );

    expect(decision).toMatchObject({ kind: 'start', recovery: 'uninstall' });
  });
});

test('a release that was removed starts again once what was there has gone', () => {
  const going = facts({ releases: [aRelease('db')] });
  const observation = { ...going.observation, going: new Set(['db']) };

  expect(decideReleases({ ...going, observation })).toMatchObject([{ kind: 'waiting', reason: undefined }]);
  const settlingSinceMs = new Map([['db', -2 * going.goal.profile.limits.releaseTimeoutMs]]);
  expect(decideReleases({ ...going, observation, settlingSinceMs })).toMatchObject([
    { kind: 'failed', reason: 'NotReadyInTime', trouble: { message: 'what was db before to be gone' } },
  ]);
});

describe('a run whose inputs are no longer wanted', () => {
  const releases = [aRelease('db')];
  const ends = (situation: Omit<Situation, 'releases'>) =>
    decideReleases(facts({ releases, seen: { db: settling }, status: 'pending-upgrade', ...situation }))[0];

  test('is given up while it waits for its slot', () => {
    expect(ends({ running: { db: aRun('other', false) } })).toMatchObject({ kind: 'applying', isToEnd: true });
  });

  test('may end by itself while Helm applies, which is short', () => {
    expect(ends({ running: { db: aRun('other') } })).toMatchObject({ kind: 'applying', isToEnd: false });
  });

  test('is ended in a hook, which may take its time', () => {
    expect(ends({ running: { db: aRun('other') }, isInHook: true })).toMatchObject({ isToEnd: true });
  });

  test('is not ended while it takes away', () => {
    expect(ends({ running: { db: aRun('') }, isInHook: true })).toMatchObject({ isToEnd: false });
  });
});

test('a run with the inputs that are wanted goes on, in a hook too', () => {
  const releases = [aRelease('db')];
  const digest = readDigests(releases, {}).get('db') ?? '';
  const situation = { releases, seen: { db: settling }, status: 'pending-upgrade', isInHook: true } as const;

  expect(decideReleases(facts({ ...situation, running: { db: aRun(digest) } }))).toMatchObject([{ isToEnd: false }]);
});

describe('a release is left alone', () => {
  test('while Helm is at work on it, whatever the record says', () => {
    const running = { db: aRun('sha256:other') };

    expect(decide({ releases: [aRelease('db')], seen: { db: ready }, running })).toEqual({ db: 'applying' });
  });

  test('when its inputs are those that are deployed, also while what it depends on is applied anew', () => {
    const releases = [aRelease('db'), aRelease('api', { dependencies: ['db'] })];

    expect(decide({ releases, seen: { db: ready, api: ready }, running: { db: aRun('x') } })).toEqual({
      db: 'applying',
      api: 'ready',
    });
  });

  test('after an end that only other inputs mend, until they are other', () => {
    const failure = { sha, reason: 'MigrationFailed', message: '', retryAtMs: undefined } as const;

    expect(decide({ releases: [aRelease('db')], failure })).toEqual({ db: 'failed: MigrationFailed' });
    expect(decide({ releases: [aRelease('db', { values: { size: 2 } })], failure })).toEqual({ db: 'start' });
  });

  test('and not for another commit, which may have been pushed to try again', () => {
    const failure = { sha: 'b'.repeat(40), reason: 'MigrationFailed', message: '', retryAtMs: undefined } as const;

    expect(decide({ releases: [aRelease('db')], failure })).toEqual({ db: 'start' });
  });

  test('until it is time to try again', () => {
    const failure = { sha, reason: 'ApiUnavailable', message: '', retryAtMs: 1_000 } as const;

    expect(decide({ releases: [aRelease('db')], failure, nowMs: 999 })).toEqual({ db: 'failed: ApiUnavailable' });
    expect(decide({ releases: [aRelease('db')], failure, nowMs: 1_000 })).toEqual({ db: 'start' });
  });
});

describe('a failure', () => {
  const broken: Readiness = {
    kind: 'failed',
    trouble: { reason: 'CrashLoop', object: 'Pod/db-0', message: 'exit code 1' },
  };

  test('stops what depends on it, near and far, and nothing else', () => {
    const releases = [
      aRelease('db'),
      aRelease('api', { dependencies: ['db'] }),
      aRelease('web', { dependencies: ['api'] }),
      aRelease('docs'),
    ];

    expect(decide({ releases, seen: { db: broken } })).toEqual({
      db: 'failed: CrashLoop',
      api: 'waiting: DependencyFailed',
      web: 'waiting: DependencyFailed',
      docs: 'start',
    });
  });

  test('is no end: once it is ready after all, the rest goes on', () => {
    const releases = [aRelease('db'), aRelease('api', { dependencies: ['db'] })];

    expect(decide({ releases, seen: { db: ready } })).toEqual({ db: 'ready', api: 'start' });
  });

  test('is what becomes of a release that settles for longer than it may', () => {
    const releases = [aRelease('db')];

    expect(decide({ releases, seen: { db: settling }, nowMs: timeoutMs })).toEqual({ db: 'settling' });
    expect(decide({ releases, seen: { db: settling }, nowMs: timeoutMs + 1 })).toEqual({
      db: 'failed: NotReadyInTime',
    });
  });
});

const ready: Readiness = { kind: 'ready' };
const settling: Readiness = { kind: 'settling', trouble: undefined, waitsFor: 'a pod' };

interface Situation {
  readonly releases: readonly PlannedRelease[];
  /** What is deployed, with the inputs of the plan, and how ready it is. */
  readonly seen?: Readonly<Record<string, Readiness>>;
  readonly status?: ObservedRelease['status'];
  readonly outputs?: Readonly<Record<string, string>>;
  /** The outputs that were there when it was deployed. */
  readonly appliedWith?: Readonly<Record<string, string>>;
  readonly running?: Readonly<Record<string, RunningRelease>>;
  readonly isInHook?: boolean;
  readonly failure?: Omit<Failure, 'digest'>;
  readonly nowMs?: number;
}

const aRun = (digest: string, hasBegun = true): RunningRelease => ({ digest, hasBegun });

function decide(situation: Situation): Record<string, string> {
  return Object.fromEntries(
    decideReleases(facts(situation)).map((decision) => [
      decision.release.id,
      'reason' in decision && decision.reason !== undefined ? `${decision.kind}: ${decision.reason}` : decision.kind,
    ]),
  );
}

function facts(situation: Situation): GraphFacts {
  const { releases, seen = {}, status = 'deployed', outputs = {}, appliedWith = outputs, running = {} } = situation;
  const { failure, nowMs = 0, isInHook = false } = situation;
  const digests = readDigests(
    releases.map((release) => ({ ...release, dependencies: [] })),
    appliedWith,
  );
  const observed = Object.entries(seen).map(([name, readiness]): [string, ObservedRelease] => [
    name,
    {
      helmRelease: name,
      revision: 1,
      status,
      digest: toDigestLabel(digests.get(name) ?? ''),
      isInHook,
      strays: [],
      readiness,
      hasObjects: true,
    },
  ]);
  // The failure is that of the plain release, so that a release with other values has other inputs.
  const plain = readDigests([aRelease('db')], {}).get('db') ?? '';
  return {
    ...base(releases, outputs),
    observation: { ...observe(outputs), releases: new Map(observed) },
    running: new Map(Object.entries(running)),
    failures: new Map(failure === undefined ? [] : [['db', { ...failure, digest: plain }]]),
    settlingSinceMs: new Map(Object.keys(seen).map((name) => [name, 0])),
    nowMs,
  };
}

/** With nothing deployed and nothing to wait for, everything would start: that tells the digests. */
function readDigests(releases: readonly PlannedRelease[], outputs: Readonly<Record<string, string>>) {
  const decisions = decideReleases(base(releases, outputs));
  return new Map(decisions.flatMap((one) => (one.kind === 'start' ? [[one.release.id, one.digest] as const] : [])));
}

function base(releases: readonly PlannedRelease[], outputs: Readonly<Record<string, string>>): GraphFacts {
  return {
    goal: {
      sha,
      profile: aProfile(),
      plan: { profile: 'preview', namespace: 'n', labels: {}, services: [], releases },
      charts: new Map(releases.map(({ id }) => [id, { path: '/charts/x', digest: 'sha256:c', name: 'x' }])),
      valuesFiles: new Map(),
    },
    observation: observe(outputs),
    running: new Map(),
    failures: new Map(),
    settlingSinceMs: new Map(),
    flags: ['1'],
    nowMs: 0,
  };
}

function observe(outputs: Readonly<Record<string, string>>): Observation {
  return {
    releases: new Map(),
    outputs: new Map([['secret/db', outputs]]),
    lingering: new Set(),
    going: new Set(),
    secrets: [],
  };
}

interface ReleaseShape {
  readonly dependencies?: readonly string[];
  readonly uses?: string;
  readonly values?: PlannedRelease['values'];
}

function aRelease(name: string, { dependencies = [], uses, values = {} }: ReleaseShape = {}): PlannedRelease {
  const reference = { reference: `<< db.outputs.${uses} >>`, key: uses ?? '', sources: [aSource] };
  return {
    id: name,
    service: 'shop',
    name,
    helmRelease: name,
    chart: { kind: 'builtIn', name: 'app' },
    version: undefined,
    valuesFiles: [],
    values: uses === undefined ? values : { ...values, url: null },
    bindings: uses === undefined ? [] : [{ path: ['url'], parts: [reference] }],
    outputsFrom: [],
    readyWhen: [],
    dependencies,
    dependents: [],
    remainingMs: 0,
  };
}

const aSource = { kind: 'secret', name: 'db' } as const;
