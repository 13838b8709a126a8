import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { firstSha, secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { settle } from '../helpers/hand-clock.ts';

const notFound = new EngineError('pulling', {
  reason: 'ChartNotFound',
  fields: { chart: 'oci://registry/web', release: 'shop/web' },
});
const unavailable = new EngineError('pulling', { reason: 'ApiUnavailable', fields: {} });
const brokenManifest = 'version: 1\nservices: 7\n';

let berth: RunningEngine;
let prepared = 0;
beforeEach(async () => {
  berth = await startEngine();
  prepared = 0;
  const ensureSource = berth.github.ensureSource.bind(berth.github);
  berth.github.ensureSource = (...given) => {
    prepared += 1;
    return ensureSource(...given);
  };
});
afterEach(() => berth.stop());

test('where one chart is not found, nobody waits for the others any more', async () => {
  const ended: string[] = [];
  berth.registry.ensureChart = ({ release }, signal) =>
    release === 'shop/web'
      ? Promise.reject(notFound)
      : new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            ended.push(release);
            reject(signal.reason as Error);
          }),
        );

  await berth.label('preview');

  expect(new Set(ended)).toEqual(new Set(['shop/db']));
  expect(listReasons()).toContain('ChartNotFound');
});

test('a chart that several releases use is asked for once', async () => {
  const release = '{ chart: berth/app, values: { image: { repository: x, tag: y } } }';
  berth.github.manifests.set(
    '',
    `version: 1\nservices:\n  shop:\n    releases: { one: ${release}, two: ${release} }\n`,
  );
  const asked: string[] = [];
  const ensureChart = berth.registry.ensureChart.bind(berth.registry);
  berth.registry.ensureChart = (wanted, signal) => {
    asked.push(wanted.release);
    return ensureChart(wanted, signal);
  };

  await berth.label('preview');

  expect(asked).toEqual(['shop/one']);
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});

test('the files of a commit are on their way while it is written that it has begun', async () => {
  const { environments } = berth.cluster;
  const updateStatus = environments.updateStatus.bind(environments);
  const held = Promise.withResolvers<undefined>();
  environments.updateStatus = async (name, changes) => {
    if (changes.commit !== undefined) await held.promise;
    return updateStatus(name, changes);
  };

  await berth.label('preview');
  expect(prepared).toBe(1);
  expect(berth.environment()?.status.commit).toBeUndefined();

  held.resolve(undefined);
  await settle();
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});

describe('a commit that could not be prepared', () => {
  test.each([
    ['its manifest has problems', 'ManifestInvalid', () => berth.github.manifests.set(secondSha, brokenManifest)],
    ['a chart is not found', 'ChartNotFound', () => failCharts(notFound)],
  ])('since %s is not prepared again at each event of what runs', async (_, reason, fail) => {
    await berth.label('preview');
    fail();
    await berth.push(secondSha);
    const before = berth.environment();
    expect(listReasons()).toContain(reason);
    prepared = 0;

    for (let event = 0; event < 50; event += 1) await tell();

    expect(prepared).toBe(0);
    expect(berth.environment()).toEqual(before);
  });

  test('is tried again later each time where that may pass, whatever happens meanwhile', async () => {
    const mend = failCharts(unavailable);
    await berth.label('preview');
    prepared = 0;

    for (let second = 0; second < 60; second += 1) {
      await tell();
      await berth.clock.advance(1_000);
    }
    expect(prepared).toBeGreaterThan(2);
    expect(prepared).toBeLessThan(7);

    mend();
    await berth.clock.advance(120_000);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('is not looked at again where its manifest is what is wrong', async () => {
    berth.github.manifests.set('', brokenManifest);
    await berth.label('preview');
    prepared = 0;

    await berth.clock.advance(3_600_000);

    expect(prepared).toBe(0);
  });

  test('is looked at again in a while where somebody may have mended it elsewhere', async () => {
    const mend = failCharts(notFound);
    await berth.label('preview');
    mend();
    await berth.clock.advance(299_000);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Failed' });

    await berth.clock.advance(2_000);

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('is prepared again when a check of it has ended, which may have published the chart', async () => {
    const mend = failCharts(notFound);
    await berth.label('preview');
    mend();

    berth.engine.wakeCommit({ repository: 'acme/shop', sha: berth.environment()!.spec.head.sha });
    await settle();

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('keeps no other from being prepared', async () => {
    berth.github.manifests.set(firstSha, brokenManifest);
    await berth.label('preview');

    await berth.push(secondSha);

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live', commit: secondSha });
  });
});

test('access to a new namespace is made while its watches begin, and only Helm tells that there is none', async () => {
  const asked: string[] = [];
  berth.cluster.access.createKubeconfig = (namespace) => {
    asked.push(namespace);
    return Promise.reject(unavailable);
  };
  const watching = Promise.withResolvers<undefined>();
  berth.cluster.world.watchNamespace = () => watching.promise;
  await berth.label('preview');
  expect(asked).toEqual(['acme-shop-pr-1']);

  watching.resolve(undefined);
  await settle();

  expect(asked).toEqual(['acme-shop-pr-1', 'acme-shop-pr-1']);
  expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Failed', reason: 'ApiUnavailable' });
});

/** Something of what runs has changed. */
async function tell(): Promise<void> {
  berth.cluster.tell(berth.environment()!.name);
  await settle();
}

function failCharts(error: EngineError): () => void {
  const ensureChart = berth.registry.ensureChart.bind(berth.registry);
  berth.registry.ensureChart = () => Promise.reject(error);
  return () => (berth.registry.ensureChart = ensureChart);
}

function listReasons() {
  return berth.environment()?.status.conditions.map(({ reason }) => reason);
}
