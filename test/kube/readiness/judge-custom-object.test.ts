import { describe, expect, test } from 'vitest';
import type { ReadyRule } from '../../../src/manifest/schema/ready-rule.ts';
import { createRuleAnswerer } from '../../../src/kube/readiness/create-rule-answerer.ts';
import { judgeCustomObject } from '../../../src/kube/readiness/judge-custom-object.ts';
import { aCustomObject } from './a-custom-object.ts';

type Shape = Parameters<typeof aCustomObject>[0];

const rules = createRuleAnswerer();
const judge = (shape: Shape, { rule, hasConditions = true }: { rule?: ReadyRule; hasConditions?: boolean } = {}) =>
  judgeCustomObject(aCustomObject(shape), { rule, rules, hasConditions });
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const withConditions = (...conditions: readonly object[]) => ({ status: { conditions } });
const ready = { kind: 'ready' };
const settling = (waitsFor: string) => ({ kind: 'settling', trouble: undefined, waitsFor: `Widget/one: ${waitsFor}` });
const notTakenUp = settling('its change is not taken up yet');

describe('without a rule, a custom resource', () => {
  test.each<readonly [string, Shape]>([
    ['whose condition Ready is true', withConditions(condition('Ready', 'True'))],
    ['that is Ready in the generation applied', withConditions(condition('Ready', 'True', { observedGeneration: 2 }))],
    ['that is Available, and knows no Ready', withConditions(condition('Available', 'True'))],
    [
      'whose controller writes the generation as a text',
      { status: { observedGeneration: '2', conditions: [condition('Ready', 'True')] } },
    ],
    [
      'that is neither reconciling nor stalled any more',
      withConditions(condition('Reconciling', 'False'), condition('Stalled', 'False'), condition('Ready', 'True')),
    ],
  ])('%s is ready', (_, shape) => {
    expect(judge(shape)).toEqual(ready);
  });

  test.each<readonly [string, Shape, ReturnType<typeof settling>]>([
    [
      'whose controller has not looked at it',
      { status: { observedGeneration: 1, conditions: [condition('Ready', 'True')] } },
      notTakenUp,
    ],
    ['that was Ready before', withConditions(condition('Ready', 'True', { observedGeneration: 1 })), notTakenUp],
    [
      'that is not Ready',
      withConditions(condition('Ready', 'False', { reason: 'Starting', message: '1 of 3\ninstances' })),
      settling('Ready is False: Starting: 1 of 3 instances'),
    ],
    [
      'of which nothing is known',
      withConditions(condition('Ready', 'Unknown'), condition('Available', 'True')),
      settling('Ready is Unknown'),
    ],
    [
      'that is reconciled, though it was Ready',
      withConditions(condition('Ready', 'True'), condition('Reconciling', 'True')),
      settling('Reconciling is True'),
    ],
    [
      'that is going',
      { ...withConditions(condition('Ready', 'True')), deletionTimestamp: 'x' },
      settling('it is going'),
    ],
  ])('%s is waited for', (_, shape, expected) => {
    expect(judge(shape)).toEqual(expected);
  });

  test.each<readonly [string, Shape]>([
    ['without a status', {}],
    ['with an empty status', { status: {} }],
    ['with conditions that say something else', withConditions(condition('Synced', 'True'))],
    ['with a status that is none', { status: { conditions: 'none' } }],
  ])('%s is waited for where its kind has conditions, and ready where it has none', (_, shape) => {
    expect(judge(shape)).toMatchObject({
      kind: 'settling',
      waitsFor: expect.stringContaining('under readyWhen') as string,
    });
    expect(judge(shape, { hasConditions: false })).toEqual(ready);
  });

  test('that is stalled has failed, in its own words', () => {
    const stalled = condition('Stalled', 'True', { reason: 'NoSuchUser', message: 'user "x" is not there' });

    expect(judge(withConditions(condition('Ready', 'False'), stalled))).toEqual({
      kind: 'failed',
      trouble: {
        reason: 'ResourceFailed',
        object: 'Widget/one',
        message: 'Stalled is True: NoSuchUser: user "x" is not there',
      },
    });
  });
});

describe('with a rule, a custom resource', () => {
  const rule: ReadyRule = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    current: 'status.phase == "Ready" && status.nodes >= spec.nodes',
    failed: 'has(status.phase) && status.phase == "Failed"',
    inProgress: 'has(status.phase) && status.phase == "Moving"',
  };

  test('is ready once the rule holds, whatever its conditions say', () => {
    const status = { phase: 'Ready', nodes: 3, conditions: [condition('Ready', 'False')] };

    expect(judge({ spec: { nodes: 3 }, status }, { rule })).toEqual(ready);
  });

  test('is waited for until then', () => {
    expect(judge({ spec: { nodes: 3 }, status: { phase: 'Ready', nodes: 2 } }, { rule })).toEqual(
      settling(`not yet: ${rule.current}`),
    );
  });

  test('is waited for while there is no answer', () => {
    expect(judge({ spec: { nodes: 3 } }, { rule })).toEqual(
      settling(`no answer yet to ${rule.current}: No such key: nodes`),
    );
  });

  test('is waited for while it is in progress, and has failed when that is what it says', () => {
    expect(judge({ status: { phase: 'Moving' } }, { rule })).toMatchObject({ kind: 'settling' });
    expect(judge({ status: { phase: 'Failed' } }, { rule })).toMatchObject({
      kind: 'failed',
      trouble: { reason: 'ResourceFailed', message: expect.stringContaining('"Failed"') as string },
    });
  });

  test('is not judged by what its controller said of an earlier generation', () => {
    const status = { observedGeneration: 1, phase: 'Ready', nodes: 3 };

    expect(judge({ spec: { nodes: 3 }, status }, { rule })).toEqual(notTakenUp);
  });
});
