import { describe, expect, test } from 'vitest';
import type { KindState } from '../../../src/kube/custom/follow-kind.ts';
import { judgeCustom } from '../../../src/kube/custom/judge-custom.ts';
import type { CustomObject } from '../../../src/kube/objects/custom-object.ts';
import { createRuleAnswerer } from '../../../src/kube/readiness/create-rule-answerer.ts';
import type { ReadyRule } from '../../../src/manifest/schema/ready-rule.ts';
import { aCustomObject } from '../readiness/a-custom-object.ts';

const kind = { group: 'example.com', version: 'v1', kind: 'Widget' };
const rules = createRuleAnswerer();

interface Case {
  readonly state: KindState;
  readonly readyWhen?: readonly ReadyRule[];
  readonly isDriftIgnored?: boolean;
}

function judge({ state, readyWhen = [], isDriftIgnored = false }: Case) {
  const written = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'one', namespace: 'shop' };
  return judgeCustom(
    { ...written, customKind: kind, isShortLived: false, isDriftIgnored },
    { kind, state, readyWhen, rules, appliedAt: '2026-11-22T10:00:00Z', nowMs: Date.parse('2026-11-22T10:00:00Z') },
  );
}

/** A kind that is watched, with the objects given. */
function open(objects: readonly CustomObject[], unstamped: readonly string[] = []): KindState {
  const find = (namespace: string, name: string) =>
    objects.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  const watch = { get: find } as unknown as Extract<KindState, { kind: 'open' }>['objects'];
  return {
    kind: 'open',
    base: '/apis/example.com/v1',
    plural: 'widgets',
    hasConditions: true,
    hasReady: () => false,
    objects: watch,
    unstamped: new Set(unstamped),
  };
}

const settling = (waitsFor: string) => ({ kind: 'settling', trouble: undefined, waitsFor: `Widget/one: ${waitsFor}` });
const notAllowed = (message: string) => ({
  kind: 'failed',
  trouble: { reason: 'KindNotAllowed', object: 'Widget/one', message },
});

describe('as long as it cannot be seen', () => {
  test.each<readonly [KindState, object]>([
    [{ kind: 'opening' }, settling('the cluster has not said how it is')],
    [{ kind: 'unreachable' }, settling('the cluster has not said how it is')],
    [{ kind: 'unknown' }, settling('the cluster knows no Widget of example.com/v1')],
    [
      { kind: 'forbidden', resource: 'widgets.example.com' },
      notAllowed('berth has no right to watch widgets.example.com'),
    ],
    [open([]), settling('it is missing')],
    [open([], ['shop/one']), notAllowed('it was made without the label berth.dev/environment')],
  ])('a custom resource of a kind that is %j is not ready', (state, expected) => {
    expect(judge({ state })).toEqual(expected);
  });

  test('one that berth is to leave alone is not missed', () => {
    expect(judge({ state: open([]), isDriftIgnored: true })).toEqual({ kind: 'ready' });
  });
});

describe('one that is there', () => {
  const object = aCustomObject({ status: { phase: 'Done' } });
  const rule = { apiVersion: 'example.com/v1', kind: 'Widget', current: 'status.phase == "Done"' };

  test.each<readonly [string, readonly ReadyRule[], string]>([
    ['is judged by the rule for its kind', [rule], 'ready'],
    ['whatever version that was written for', [{ ...rule, apiVersion: 'example.com/v1beta1' }], 'ready'],
    ['not by one for another kind', [{ ...rule, kind: 'Gadget' }], 'settling'],
    ['not by one for another group', [{ ...rule, apiVersion: 'example.com.au/v1' }], 'settling'],
    ['without one, by its conditions', [], 'settling'],
  ])('%s', (_, readyWhen, verdict) => {
    expect(judge({ state: open([object]), readyWhen }).kind).toBe(verdict);
  });
});
