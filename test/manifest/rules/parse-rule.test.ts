import { describe, expect, test } from 'vitest';
import { parseRule } from '../../../src/manifest/rules/parse-rule.ts';

describe('a rule', () => {
  test.each([
    'self.status.phase == "Ready"',
    'status.phase in ["Ready", "Healthy"]',
    // As Flux documents it for cert-manager and others.
    'status.conditions.filter(e, e.type == "Ready").all(e, e.observedGeneration == metadata.generation && e.status == "True")',
    'has(status.readyReplicas) && status.readyReplicas >= spec.replicas',
    'status.?phase.orValue("") == "Ready"',
    'status.isReady',
  ])('is read: %s', (text) => {
    expect(parseRule(text)).toMatchObject({ kind: 'rule' });
  });

  test.each([
    ['status.phase = "Ready"', 13],
    ['status.phase == "Ready', 16],
    ['status.a ==', 11],
    ['unknown == 1', 0],
    ['status.a.isReady()', 0],
    ['status.a == 1 && 1 + "a" == 2', 17],
    ['size(status.a)', 0],
    ['"Ready"', 0],
    ['', 0],
    [`${'('.repeat(40)}1${')'.repeat(40)} == 1`, 16],
    [Array.from({ length: 200 }, () => 'self.a').join(' && '), undefined],
  ])('is refused where it goes wrong: %s', (text, offset) => {
    const parsed = parseRule(text);

    expect(parsed).toMatchObject({ kind: 'broken', ...(offset !== undefined && { offset }) });
    expect(parsed.kind === 'broken' ? parsed.message : '').toMatch(/^[^\n]+$/);
  });

  test('that was read answers about an object, and about one alone', () => {
    const parsed = parseRule('status.phase == "Ready" && self.metadata.generation == metadata.generation');
    const ask = (phase: string, generation: bigint) =>
      parsed.kind === 'rule' &&
      parsed.rule({
        self: { metadata: { generation: 2n } },
        metadata: { generation },
        spec: {},
        status: { phase },
        data: {},
      });

    expect([ask('Ready', 2n), ask('Ready', 1n), ask('Starting', 2n)]).toEqual([true, false, false]);
  });
});
