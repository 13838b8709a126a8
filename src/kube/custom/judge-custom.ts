import type { Readiness } from '../../engine/ports/world.ts';
import type { ReadyRule } from '../../manifest/schema/ready-rule.ts';
import type { RuleAnswerer } from '../readiness/create-rule-answerer.ts';
import type { ConditionKnowledge } from '../readiness/judge-conditions.ts';
import { judgeCustomObject } from '../readiness/judge-custom-object.ts';
import type { ManifestObject } from '../world/parse-helm-manifest.ts';
import { environmentLabel } from '../world/watch-cluster.ts';
import type { CustomKind } from './custom-kind.ts';
import type { KindState, OpenKind } from './follow-kind.ts';

export interface Judging extends Pick<ConditionKnowledge, 'appliedAt' | 'nowMs'> {
  readonly kind: CustomKind;
  readonly state: KindState;
  readonly readyWhen: readonly ReadyRule[];
  readonly rules: RuleAnswerer;
}

/** Judges an object that Helm has written of a kind that is not Kubernetes' own, as far as it can be seen. */
export function judgeCustom(object: ManifestObject, judging: Judging): Readiness {
  const { kind, state, readyWhen } = judging;
  const name = `${kind.kind}/${object.name}`;
  const settling = (waitsFor: string): Readiness => ({
    kind: 'settling',
    trouble: undefined,
    waitsFor: `${name}: ${waitsFor}`,
  });
  switch (state.kind) {
    case 'opening':
    case 'unreachable':
      return settling('the cluster has not said how it is');
    case 'unknown':
      return settling(`the cluster knows no ${kind.kind} of ${kind.group}/${kind.version}`);
    case 'forbidden':
      return notReadable(name, `berth has no right to watch ${state.resource}`);
    case 'open':
      return judgeOpen(object, state, { ...judging, name, rule: findRule(readyWhen, kind), settling });
  }
}

function findRule(readyWhen: readonly ReadyRule[], { kind, group }: CustomKind): ReadyRule | undefined {
  return readyWhen.find((rule) => rule.kind === kind && rule.apiVersion.startsWith(`${group}/`));
}

interface OpenJudging extends Judging {
  readonly name: string;
  readonly rule: ReadyRule | undefined;
  readonly settling: (waitsFor: string) => Readiness;
}

function judgeOpen(
  { namespace, name: objectName, isDriftIgnored }: ManifestObject,
  { objects, unstamped, hasConditions, hasReady }: OpenKind,
  { name, rule, rules, appliedAt, nowMs, settling }: OpenJudging,
): Readiness {
  const object = objects.get(namespace, objectName);
  if (object !== undefined) {
    return judgeCustomObject(object, { rule, rules, hasConditions, hasReady: hasReady(), appliedAt, nowMs });
  }
  if (isDriftIgnored) return { kind: 'ready' };
  if (!unstamped.has(`${namespace}/${objectName}`)) return settling('it is missing');
  return notReadable(name, `it was made without the label ${environmentLabel}`);
}

function notReadable(object: string, message: string): Readiness {
  return { kind: 'failed', trouble: { reason: 'KindNotAllowed', object, message } };
}
