import { afterEach, expect, test } from 'vitest';
import { aProfile } from '../plan/inputs.ts';
import { openPullRequest, secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { settle } from '../helpers/hand-clock.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

test('an environment with two hundred releases does not hold up another with two', async () => {
  berth = await startEngine([aProfile('limits: { releases: 200 }')]);
  openPullRequest(berth.github, 2, secondSha);
  berth.github.manifests.set('', renderManifest(200, 'large'));
  berth.github.manifests.set(secondSha, renderManifest(2, 'small'));
  const held = Promise.withResolvers<undefined>();
  berth.helm.before = () => held.promise;
  await berth.label('preview', 'alice', 1);
  await berth.label('preview', 'alice', 2);

  held.resolve(undefined);
  for (let turn = 0; turn < 100 && berth.environment('preview', 1)?.status.phase !== 'Live'; turn += 1) await settle();

  const { runs } = berth.helm;
  expect(runs).toHaveLength(202);
  expect(runs.findLastIndex((run) => run.includes('small'))).toBeLessThan(20);
});

test('an environment in which all is held up by hooks holds up no other', async () => {
  berth = await startEngine();
  openPullRequest(berth.github, 2, secondSha);
  berth.github.manifests.set('', renderManifest(8, 'slow'));
  berth.github.manifests.set(secondSha, renderManifest(2, 'quick'));
  const held = Promise.withResolvers<undefined>();
  berth.helm.before = (run) => (run.includes('slow') ? held.promise : Promise.resolve());

  await berth.label('preview', 'alice', 1);
  await berth.label('preview', 'alice', 2);

  expect(berth.environment('preview', 2)?.status.phase).toBe('Live');
  held.resolve(undefined);
});

test('a release of which is read what Helm left holds up no other', async () => {
  berth = await startEngine();
  berth.github.manifests.set('', renderManifest(8, 'one'));
  const reading = Promise.withResolvers<undefined>();
  berth.cluster.world.refreshRelease = () => reading.promise;

  await berth.label('preview');

  expect(berth.helm.runs).toHaveLength(8); // of which three may run at a time
  reading.resolve(undefined);
});

function renderManifest(count: number, name: string): string {
  const releases = Array.from({ length: count }, (_, index) => `      ${name}-${index}: { chart: ./charts/web }`);
  return ['version: 1', 'services:', '  shop:', '    releases:', ...releases, ''].join('\n');
}
