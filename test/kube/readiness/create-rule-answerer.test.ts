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

describe('a rule that would take for ever', () => {
  test.each([
    ['a regular expression', 'status.text.matches("^(a+)+$")'],
    ['loops in loops', 'spec.list.all(a, spec.list.all(b, spec.list.all(c, spec.list.all(d, a + b + c + d >= 0))))'],
    ['a list that grows', 'spec.list.map(a, spec.list.map(b, spec.list.map(c, spec.list))).size() > 0'],
  ])('is ended, and not asked again for ever: %s', (_, text) => {
    const answerer = createRuleAnswerer(20);
    const ask = () => answerer.answer(text, object);

    expect([ask(), ask(), ask()].map(({ kind }) => kind)).toEqual(['none', 'none', 'none']);
    expect(ask()).toEqual({ kind: 'none', why: 'it takes longer than 20 ms' });
  });
});
