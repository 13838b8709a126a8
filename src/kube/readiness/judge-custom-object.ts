import type { Readiness } from '../../engine/ports/world.ts';
import type { ReadyRule } from '../../manifest/schema/ready-rule.ts';
import type { CustomObject } from '../objects/custom-object.ts';
import type { RuleAnswerer } from './create-rule-answerer.ts';
import {
  describeCondition,
  describeFailure,
  findMain,
  judgeConditions,
  notTakenUp,
  type ConditionKnowledge,
} from './judge-conditions.ts';
import { ready, settling } from './judge-unready.ts';
import { toLine } from './to-line.ts';

export interface CustomKnowledge extends ConditionKnowledge {
  /** What the manifest says of the kind. */
  readonly rule: ReadyRule | undefined;
  readonly rules: RuleAnswerer;
}

/** Judges an object of a kind that is not Kubernetes' own: by the rule that the manifest gives, else by its conditions. */
export function judgeCustomObject(object: CustomObject, knowledge: CustomKnowledge): Readiness {
  const { metadata, observedGeneration = metadata.generation } = object;
  const { rule, rules } = knowledge;
  if (metadata.deletionTimestamp !== undefined) return settling(object, 'it is going');
  if (observedGeneration < metadata.generation) return settling(object, notTakenUp);
  return rule === undefined ? judgeConditions(object, knowledge) : judgeByRule(object, rule, rules);
}

function judgeByRule(object: CustomObject, { current, failed, inProgress }: ReadyRule, rules: RuleAnswerer): Readiness {
  const ask = (text: string | undefined) => (text === undefined ? 'no' : rules.answer(text, object).kind);
  if (ask(inProgress) === 'yes') return settling(object, `it is in progress: ${toLine(inProgress ?? '')}`);
  if (ask(failed) === 'yes') {
    const condition = findMain(object.conditions);
    const said = condition === undefined ? `failed: ${failed ?? ''}` : describeCondition(condition);
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
