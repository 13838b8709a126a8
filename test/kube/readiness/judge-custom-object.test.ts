import { describe, expect, test } from 'vitest';
import type { ReadyRule } from '../../../src/manifest/schema/ready-rule.ts';
import { createRuleAnswerer } from '../../../src/kube/readiness/create-rule-answerer.ts';
import { judgeCustomObject, type CustomKnowledge } from '../../../src/kube/readiness/judge-custom-object.ts';
import { aCustomObject } from './a-custom-object.ts';

type Shape = Parameters<typeof aCustomObject>[0];

const rules = createRuleAnswerer();
const appliedAt = '2026-11-22T10:00:00.500Z';
const appliedAtMs = Date.parse(appliedAt);
const usual = { rule: undefined, rules, hasConditions: true, hasReady: false, appliedAt, nowMs: appliedAtMs };
const judge = (shape: Shape, knowledge: Partial<CustomKnowledge> = {}) =>
  judgeCustomObject(aCustomObject(shape), { ...usual, ...knowledge });
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const withConditions = (...conditions: readonly object[]) => ({ status: { conditions } });
const ready = { kind: 'ready' };
const settling = (waitsFor: string) => ({ kind: 'settling', trouble: undefined, waitsFor: `Widget/one: ${waitsFor}` });
const saysWayOut = expect.stringContaining('under readyWhen') as string;
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
  ])('%s is waited for where its kind has conditions, and ready where it has none', (_, shape) => {
    const late = { nowMs: appliedAtMs + 3_600_000 };

    expect(judge(shape, late)).toMatchObject({ kind: 'settling', waitsFor: saysWayOut });
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

describe('a custom resource without Ready and Available', () => {
  const rabbit = withConditions(condition('AllReplicasReady', 'True'), condition('NoWarnings', 'False'));
  const gateway = withConditions(condition('Accepted', 'True'), condition('Programmed', 'True'));
  const dueAtMs = appliedAtMs + 10_000;
  const late = { nowMs: dueAtMs };

  test.each<readonly [string, Shape]>([
    ['that says so in other words', gateway],
    ['that says something else', rabbit],
    ['that was taken up, by a controller that writes no conditions', { status: { phase: 'Bound' } }],
    ['with conditions that are none', { status: { conditions: 'none' } }],
  ])('%s is waited for a moment, lest its controller has more to say, and ready after it', (_, shape) => {
    expect(judge(shape, { nowMs: dueAtMs - 1 })).toMatchObject({ kind: 'settling', againAtMs: dueAtMs });
    expect(judge(shape, late)).toEqual({ kind: 'ready', heardAtMs: dueAtMs });
  });

  test.each<readonly [string, Shape]>([
    ['was made', { ...gateway, creationTimestamp: '2026-11-22T10:01:00Z' }],
    [
      'first had conditions',
      withConditions(
        condition('Valid', 'True', { lastTransitionTime: '2026-11-22T10:01:00Z' }),
        condition('Active', 'False', { lastTransitionTime: '2026-11-22T10:02:00Z' }),
      ),
    ],
  ])('has that moment from when it %s, if that was later', (_, shape) => {
    const againAtMs = Date.parse('2026-11-22T10:01:10Z');

    expect(judge(shape, late)).toMatchObject({ kind: 'settling', againAtMs });
    expect(judge(shape, { nowMs: againAtMs })).toMatchObject({ kind: 'ready' });
  });

  test.each<readonly [string, Shape, string]>([
    [
      'that says in other words that it is not',
      withConditions(condition('Accepted', 'True'), condition('Programmed', 'False', { reason: 'AddressNotAssigned' })),
      'Programmed is False: AddressNotAssigned',
    ],
    [
      'that nobody has looked at',
      withConditions(condition('Accepted', 'Unknown', { reason: 'Pending', message: 'Waiting for controller' })),
      'Accepted is Unknown: Pending: Waiting for controller',
    ],
    ['that says it is not', withConditions(condition('NotReady', 'True')), 'NotReady is True'],
    [
      'of which one was said before',
      withConditions(
        condition('Accepted', 'True', { observedGeneration: 2 }),
        condition('Synced', 'True', { observedGeneration: 1 }),
      ),
      'its change is not taken up yet',
    ],
    [
      'of which all was said before',
      withConditions(condition('Other', 'True', { observedGeneration: 1 })),
      'its change is not taken up yet',
    ],
  ])('%s is waited for', (_, shape, waitsFor) => {
    expect(judge(shape, late)).toEqual(settling(waitsFor));
  });

  test.each<readonly [string, Shape]>([
    ['whatever it says', gateway],
    ['though it says nothing', {}],
  ])('is waited for where others of its kind have it, %s', (_, shape) => {
    const knowledge = { ...late, hasConditions: false, hasReady: true };

    expect(judge(shape, knowledge)).toMatchObject({ kind: 'settling', waitsFor: saysWayOut });
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
