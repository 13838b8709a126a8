import { expect, test } from 'vitest';
import type { Environment } from '../../../src/environment/environment.ts';
import type { Cue, Helm } from '../../../src/engine/ports/helm.ts';
import { createFencedHelm } from '../../../src/engine/shares/create-fenced-helm.ts';

const run = { namespace: 'shop-pr-1', helmRelease: 'db', release: 'shop/db', kubeconfig: '', timeoutMs: 1_000 };
const upgrade = { ...run, chartPath: '', valuesFiles: [], values: {}, digest: 'd' };
const environment = { name: 'env', status: { namespace: 'shop-pr-1' } } as Environment;
const { signal } = new AbortController();

test('a run is made sure of before it begins', async () => {
  const { helm, told } = fence();

  await helm.upgrade(upgrade, signal);
  await helm.uninstall({ ...run, runHooks: true }, signal);

  expect(told).toEqual(['confirm', 'begin', 'write', 'confirm', 'uninstall']);
});

test('one that waits for its cue is made sure of once that is given, and writes only then', async () => {
  const { helm, told } = fence();
  const given = Promise.withResolvers<undefined>();
  const end = helm.upgrade(upgrade, signal, { given: given.promise, withinMs: 60_000 });
  expect(told).toEqual(['begin']);

  given.resolve(undefined);
  await end;

  expect(told).toEqual(['begin', 'confirm', 'write']);
});

test('one whose environment was lost by the time of its cue never writes', async () => {
  const { helm, told, lose } = fence();
  const given = Promise.withResolvers<undefined>();
  const end = helm.upgrade(upgrade, signal, { given: given.promise, withinMs: 60_000 });

  lose();
  given.resolve(undefined);

  await expect(end).rejects.toMatchObject({ reason: 'HeldElsewhere' });
  expect(told).toEqual(['begin', 'confirm']);
});

test('none begins, with or without a cue, for what this replica does not hold', async () => {
  const { helm, told, lose } = fence();
  const cue: Cue = { given: Promise.resolve(), withinMs: 60_000 };
  lose();

  await expect(helm.upgrade(upgrade, signal)).rejects.toMatchObject({ reason: 'HeldElsewhere' });
  await expect(helm.upgrade(upgrade, signal, cue)).rejects.toMatchObject({ reason: 'HeldElsewhere' });

  expect(told).toEqual([]);
});

function fence() {
  const told: string[] = [];
  let isHeld = true;
  const inner: Helm = {
    upgrade: async (_run, _signal, cue) => {
      told.push('begin');
      await cue?.given;
      told.push('write');
    },
    uninstall: () => {
      told.push('uninstall');
      return Promise.resolve();
    },
  };
  const shares = {
    get identity() {
      return isHeld ? 'one' : undefined;
    },
    holds: () => isHeld,
    confirm: () => {
      told.push('confirm');
      return isHeld ? Promise.resolve() : Promise.reject(new Error('lost'));
    },
  };
  const helm = createFencedHelm(inner, { shares, environments: { list: () => [environment] } });
  return { helm, told, lose: () => (isHeld = false) };
}
