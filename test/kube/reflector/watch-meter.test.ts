import { expect, test, vi } from 'vitest';
import { createWatchMeter } from '../../../src/kube/reflector/watch-meter.ts';

test('watches of one resource are counted together, in whatever namespaces they are', () => {
  const meter = createWatchMeter();
  const [one, other] = [meter.follow('/api/v1/namespaces/a/secrets'), meter.follow('/api/v1/namespaces/b/secrets')];
  meter.follow('/apis/apps/v1/deployments').noteList();

  one.noteList();
  other.noteList();
  other.noteList();

  expect(meter.read().map(({ resource, lists }) => [resource, lists])).toEqual([
    ['deployments', 1],
    ['secrets', 3],
  ]);
});

test('the one that has heard nothing for longest is told, as long as it is open', () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const meter = createWatchMeter();
    const [quiet, busy] = [meter.follow('/api/v1/pods'), meter.follow('/api/v1/pods')];
    quiet.noteList();
    vi.setSystemTime(61_000);
    busy.noteWord();

    expect(meter.read()).toEqual([{ resource: 'pods', lists: 1, heardAtMs: 1_000 }]);
    quiet.end();
    expect(meter.read()).toEqual([{ resource: 'pods', lists: 1, heardAtMs: 61_000 }]);
    busy.end();
    expect(meter.read()).toEqual([{ resource: 'pods', lists: 1, heardAtMs: undefined }]);
  } finally {
    vi.useRealTimers();
  }
});

test('one that was never answered is told too, as silent since it was opened', () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const meter = createWatchMeter();
    const refused = meter.follow('/apis/apps/v1/deployments');
    vi.setSystemTime(61_000);

    expect(meter.read()).toEqual([{ resource: 'deployments', lists: 0, heardAtMs: 1_000 }]);
    refused.end();
    expect(meter.read()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});
