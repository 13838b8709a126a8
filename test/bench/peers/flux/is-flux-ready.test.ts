import { describe, expect, test } from 'vitest';
import { isFluxReady, readRevision } from '../../../../bench/peers/flux/is-flux-ready.ts';

describe('an object of Flux', () => {
  test.each([
    ['has not been looked at yet', {}, false],
    ['is ready', { observedGeneration: 2, conditions: [{ type: 'Ready', status: 'True' }] }, true],
    ['is being worked on', { observedGeneration: 2, conditions: [{ type: 'Ready', status: 'Unknown' }] }, false],
    ['was ready before it changed', { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] }, false],
  ])('that %s: ready is %3$s', (_, status, isReady) => {
    expect(isFluxReady(createObject(status))).toBe(isReady);
  });

  test('that Flux has given up on ends the wait, with what Flux says', () => {
    const conditions = [
      { type: 'Ready', status: 'False', message: 'the chart is broken' },
      { type: 'Stalled', status: 'True' },
    ];

    expect(() => isFluxReady(createObject({ observedGeneration: 2, conditions }))).toThrow(
      'waiting for "api" of Flux: the chart is broken',
    );
  });
});

test('the helm actions of a HelmRelease are the revisions it has made', () => {
  expect(readRevision({ status: undefined })).toBe(0);
  expect(readRevision({ status: { history: [{ version: 3 }, { version: 2 }] } })).toBe(3);
});

function createObject(status: unknown) {
  return { metadata: { name: 'api', resourceVersion: '1', generation: 2 }, status };
}
