import { describe, expect, test } from 'vitest';
import { createRuleAnswerer } from '../../../src/kube/readiness/create-rule-answerer.ts';
import { aCustomObject } from './a-custom-object.ts';

const object = aCustomObject({
  spec: { nodes: 3, share: 0.5, list: Array.from({ length: 1_000 }, (_, index) => index) },
  status: { phase: 'Ready', text: `${'a'.repeat(40)}b`, nodes: 3 },
});

describe('a rule is answered', () => {
  test.each([
    ['status.phase == "Ready"', 'yes'],
    ['status.phase == "Failed"', 'no'],
    ['self.kind == "Widget" && self.metadata.name == metadata.name', 'yes'],
    ['spec.nodes + 1 == 4 && spec.share < 1.0 && spec.share + 0.5 == 1.0', 'yes'],
    ['spec.list.all(x, x >= 0)', 'yes'],
    ['has(data.key)', 'no'],
  ])('%s: %s', (text, kind) => {
    expect(createRuleAnswerer().answer(text, object)).toEqual({ kind });
  });

  test.each([
    ['status.other == 1', 'No such key: other'],
    ['status.phase + 1 == 2', 'no such overload: dyn<string> + int'],
    ['status.phase', 'its answer is neither true nor false'],
    ['status.phase ==', 'Unexpected token: EOF'],
    ['self.constructor == 1', 'No such key: constructor'],
  ])('%s: there is no answer, and why', (text, why) => {
    expect(createRuleAnswerer().answer(text, object)).toEqual({ kind: 'none', why });
  });
});

const evil = 'status.text.matches("^(a+)+$")';
const slow = (more: object = {}) => aCustomObject({ status: { text: `${'a'.repeat(40)}b` }, ...more });
const quick = (more: object = {}) => aCustomObject({ status: { text: 'aaa' }, ...more });
const times = <T>(count: number, run: () => T) => Array.from({ length: count }, run);

describe('a rule that would take for ever', () => {
  test.each([
    ['a regular expression', evil],
    ['loops in loops', 'spec.list.all(a, spec.list.all(b, spec.list.all(c, spec.list.all(d, a + b + c + d >= 0))))'],
    ['a list that grows', 'spec.list.map(a, spec.list.map(b, spec.list.map(c, spec.list))).size() > 0'],
  ])('is ended, and not asked again for a while: %s', (_, text) => {
    const answerer = createRuleAnswerer({ longestMs: 20 });
    const ask = () => answerer.answer(text, object);

    expect(times(3, ask).map(({ kind }) => kind)).toEqual(['none', 'none', 'none']);
    expect(ask()).toEqual({ kind: 'none', why: 'it takes longer than 20 ms' });
  });

  test('is asked of all other objects', () => {
    const answerer = createRuleAnswerer();

    times(4, () => answerer.answer(evil, slow()));

    expect(answerer.answer(evil, quick({ namespace: 'other' }))).toEqual({ kind: 'yes' });
    expect(answerer.answer(evil, quick({ uid: 'u2' }))).toEqual({ kind: 'yes' });
  });

  test('is asked anew after a while', () => {
    let nowMs = 0;
    const answerer = createRuleAnswerer({ nowMs: () => nowMs });
    times(4, () => answerer.answer(evil, slow()));
    expect(answerer.answer(evil, quick()).kind).toBe('none');

    nowMs = 600_000;

    expect(answerer.answer(evil, quick())).toEqual({ kind: 'yes' });
  });

  test('is trusted again once it was answered in time', () => {
    const answerer = createRuleAnswerer();
    times(2, () => answerer.answer(evil, slow()));
    answerer.answer(evil, quick());
    times(2, () => answerer.answer(evil, slow()));

    expect(answerer.answer(evil, quick())).toEqual({ kind: 'yes' });
  });
});

test('rules of one namespace that take too much time together are not asked for a while, those of others are', () => {
  let nowMs = 0;
  // Each rule takes a tenth of a second by this clock.
  const answerer = createRuleAnswerer({ nowMs: () => (nowMs += 100) });
  const ask = (namespace: string) => answerer.answer(evil, quick({ namespace }));

  times(100, () => ask('shop'));

  expect(ask('shop')).toEqual({ kind: 'none', why: 'rules of its namespace take too long together' });
  expect(ask('other')).toEqual({ kind: 'yes' });
  nowMs += 600_000;
  expect(ask('shop')).toEqual({ kind: 'yes' });
});
