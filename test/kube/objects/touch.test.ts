import { describe, expect, test } from 'vitest';
import { Touch } from '../../../src/kube/objects/touch.ts';

const byHelm = anEntry('helm', { operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } });

test('an object that only Helm and Kubernetes wrote is untouched', () => {
  const byController = anEntry('kube-controller-manager', { time: '2026-11-21T10:30:00Z', subresource: 'status' });

  expect(Touch.parse([byHelm, byController])).toEqual({ isTouched: false, mark: '' });
});

describe.each<[string, ReturnType<typeof anEntry>]>([
  ['edited', anEntry('kubectl-edit', { time: '2026-11-21T10:30:00Z' })],
  ['scaled, which has no time', anEntry('kubectl', { time: null, subresource: 'scale' })],
  ['written by a program that says no more than its name', anEntry('dashboard', { time: '2026-11-21T10:30:00Z' })],
  ['applied by kubectl', anEntry('kubectl', { operation: 'Apply', time: '2026-11-21T10:30:00Z' })],
])('an object that was %s', (_, entry) => {
  test('is touched', () => {
    expect(Touch.parse([byHelm, entry]).isTouched).toBe(true);
  });
});

test.each<[string, ReturnType<typeof anEntry>]>([
  ['a status', anEntry('an-operator', { time: '2026-11-21T10:30:00Z', subresource: 'status' })],
  ['what an autoscaler set', anEntry('kube-controller-manager', { time: null, subresource: 'scale' })],
  ['what a program applied in its own name', anEntry('an-operator', { operation: 'Apply' })],
  ['what was written before Helm', anEntry('kubectl-edit', { time: '2026-11-21T09:00:00Z' })],
])('%s touches nothing of Helm', (_, entry) => {
  expect(Touch.parse([byHelm, entry]).isTouched).toBe(false);
});

test('the mark is another after each change, and the same until the next', () => {
  const first = [byHelm, anEntry('kubectl-edit', { time: '2026-11-21T10:30:00Z' })];
  const second = [byHelm, anEntry('kubectl-edit', { time: '2026-11-21T10:30:01Z' })];
  const status = anEntry('kubelet', { time: '2026-11-21T11:00:00Z', subresource: 'status' });

  expect(Touch.parse(second).mark).not.toBe(Touch.parse(first).mark);
  expect(Touch.parse([...first, status]).mark).toBe(Touch.parse(first).mark);
});

function anEntry(
  manager: string,
  more: { operation?: string; subresource?: string; time?: string | null; fieldsV1?: object } = {},
) {
  return { manager, operation: 'Update', time: '2026-11-21T10:00:00Z', fieldsV1: { 'f:spec': {} }, ...more };
}
