import type { Remark, Report } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { ResolvedRelease } from '../resolve/resolved-service.ts';
import { parseRule } from '../rules/parse-rule.ts';
import { isBuiltInGroup } from '../rules/is-built-in-group.ts';
import type { ReadyRule } from '../schema/ready-rule.ts';

/** Checks the rules of a release for custom resources: that each can be read, and that there is one for a kind. */
export function checkReadyRules({ readyWhen = [], path }: ResolvedRelease, report: Report): readonly Problem[] {
  return readyWhen.flatMap((rule, index) => {
    const place = [...path, 'readyWhen', index];
    return [
      ...checkKind(rule, readyWhen.slice(0, index), (said) => report({ path: [...place, 'kind'], ...said })),
      ...questions.flatMap((name) => checkQuestion(rule[name], (said) => report({ path: [...place, name], ...said }))),
    ];
  });
}

const questions = ['current', 'failed', 'inProgress'] as const satisfies readonly (keyof ReadyRule)[];

function checkKind(
  { apiVersion, kind }: ReadyRule,
  earlier: readonly ReadyRule[],
  report: (said: Omit<Remark, 'path'>) => Problem,
): readonly Problem[] {
  const group = readGroup(apiVersion);
  if (isBuiltInGroup(group)) {
    const message = `berth knows itself when a ${kind} of ${apiVersion} is ready.`;
    return [report({ message, hint: 'Take the rule out: rules are for custom resources.' })];
  }
  if (earlier.some((other) => other.kind === kind && readGroup(other.apiVersion) === group)) {
    return [report({ message: `There is another rule for ${kind} of ${group}.`, hint: 'Join the two with && or ||.' })];
  }
  return [];
}

function readGroup(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? '';
}

function checkQuestion(text: string | undefined, report: (said: Omit<Remark, 'path'>) => Problem): readonly Problem[] {
  const parsed = text === undefined ? undefined : parseRule(text);
  if (text === undefined || parsed?.kind !== 'broken') return [];
  const message = `This rule cannot be read: ${parsed.message}.`;
  const hint = 'Write a question in CEL whose answer is true or false, for example status.phase == "Ready".';
  return [report({ within: { value: text, offset: parsed.offset }, message, hint })];
}
