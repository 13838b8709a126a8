import type { Readiness, Trouble } from '../../engine/ports/world.ts';
import type { ReadyRule } from '../../manifest/schema/ready-rule.ts';
import type { CustomCondition, CustomObject } from '../objects/custom-object.ts';
import { nameObject } from '../objects/live-object.ts';
import { findCondition } from '../objects/metadata.ts';
import type { RuleAnswerer } from './create-rule-answerer.ts';
import { ready, settling } from './judge-unready.ts';
import { toLine } from './to-line.ts';

export interface CustomKnowledge {
  /** What the manifest says of the kind. */
  readonly rule: ReadyRule | undefined;
  readonly rules: RuleAnswerer;
  /** Whether objects of this kind get conditions, so that one without is only not that far yet. */
  readonly hasConditions: boolean;
}

/**
 * Judges an object of a kind that is not Kubernetes' own: by the rule that the manifest gives, else by what controllers
 * agree on, https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus: the condition `Ready` (or `Available`),
 * about the generation that Helm applied. One whose kind knows no conditions is ready once it is there.
 */
export function judgeCustomObject(object: CustomObject, { rule, rules, hasConditions }: CustomKnowledge): Readiness {
  const { metadata, observedGeneration = metadata.generation, conditions } = object;
  if (metadata.deletionTimestamp !== undefined) return settling(object, 'it is going');
  if (observedGeneration < metadata.generation) return settling(object, notTakenUp);
  if (rule !== undefined) return judgeByRule(object, rule, rules);

  const stalled = findCondition(conditions, 'Stalled');
  if (stalled?.status === 'True') return { kind: 'failed', trouble: describeFailure(object, describe(stalled)) };
  const reconciling = findCondition(conditions, 'Reconciling');
  if (reconciling?.status === 'True') return settling(object, describe(reconciling));
  const condition = findMain(conditions);
  if (condition === undefined) return hasConditions ? settling(object, noCondition) : ready;
  if ((condition.observedGeneration ?? metadata.generation) < metadata.generation) return settling(object, notTakenUp);
  return condition.status === 'True' ? ready : settling(object, describe(condition));
}

/** What says whether an object is ready, where its kind has it. */
export function findMain(conditions: readonly CustomCondition[]): CustomCondition | undefined {
  const find = (type: string) => conditions.find((condition) => condition.type === type);
  return find('Ready') ?? find('Available');
}

const notTakenUp = 'its change is not taken up yet';
const noCondition =
  'it has no condition Ready yet; if it never gets one, the manifest has to say under readyWhen what to wait for';

function judgeByRule(object: CustomObject, { current, failed, inProgress }: ReadyRule, rules: RuleAnswerer): Readiness {
  const ask = (text: string | undefined) => (text === undefined ? 'no' : rules.answer(text, object).kind);
  if (ask(inProgress) === 'yes') return settling(object, `it is in progress: ${toLine(inProgress ?? '')}`);
  if (ask(failed) === 'yes') {
    const condition = findMain(object.conditions);
    const said = condition === undefined ? `failed: ${failed ?? ''}` : describe(condition);
    return { kind: 'failed', trouble: describeFailure(object, said) };
  }
  const answer = rules.answer(current, object);
  switch (answer.kind) {
    case 'yes':
      return ready;
    case 'no':
      return settling(object, `not yet: ${toLine(current)}`);
    case 'none':
      return settling(object, `no answer yet to ${toLine(current)}: ${answer.why}`);
  }
}

function describeFailure(object: CustomObject, said: string): Trouble {
  return { reason: 'ResourceFailed', object: nameObject(object), message: toLine(said) };
}

function describe({ type, status, reason, message }: CustomCondition): string {
  return toLine([`${type} is ${status}`, reason, message].filter((text) => text !== '').join(': '));
}
