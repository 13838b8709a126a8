import { createContext, Script } from 'node:vm';
import { parseRule, type ParsedRule, type RuleVariables } from '../../manifest/rules/parse-rule.ts';
import type { CustomObject } from '../objects/custom-object.ts';
import { createRuleBudget } from './create-rule-budget.ts';
import { toLine } from './to-line.ts';

export type Answer =
  | { readonly kind: 'yes' | 'no' }
  /** What is asked for is not there, or the answer takes too long. */
  | { readonly kind: 'none'; readonly why: string };

/** Asks rules about objects. Rules come from pull requests: none takes longer than a moment, whatever it asks. */
export interface RuleAnswerer {
  answer(text: string, object: CustomObject): Answer;
}

interface AnswererOptions {
  /** Far above what any rule seen takes; it is taken from everything else that berth does. */
  readonly longestMs?: number;
  readonly nowMs?: () => number;
}

const mostParsed = 1_000;

export function createRuleAnswerer({
  longestMs = 25,
  nowMs = () => performance.now(),
}: AnswererOptions = {}): RuleAnswerer {
  const rules = new Map<string, ParsedRule>();
  const budget = createRuleBudget(longestMs, nowMs);
  /** As long as an object is the same, so is the answer. */
  const answers = new WeakMap<CustomObject, Map<string, Answer>>();
  const findRule = (text: string) => {
    const rule = rules.get(text) ?? parseRule(text);
    if (rules.size >= mostParsed) rules.clear();
    rules.set(text, rule);
    return rule;
  };
  return {
    answer: (text, object) => {
      const known = answers.get(object) ?? new Map<string, Answer>();
      const before = known.get(text);
      if (before !== undefined) return before;
      const refusal = budget.refuse(text, object);
      if (refusal !== undefined) return { kind: 'none', why: refusal };
      const startedAtMs = nowMs();
      const answer = ask(findRule(text), object, longestMs);
      budget.note(text, object, { tookMs: nowMs() - startedAtMs, isTimeout: answer === 'timedOut' });
      if (answer === 'timedOut') return { kind: 'none', why: `it took longer than ${longestMs} ms` };
      answers.set(object, known.set(text, answer));
      return answer;
    },
  };
}

function ask(parsed: ParsedRule, object: CustomObject, longestMs: number): Answer | 'timedOut' {
  if (parsed.kind === 'broken') return { kind: 'none', why: parsed.message };
  const variables = toVariables(object);
  for (let tries = 1; ; tries += 1) {
    const before = process.cpuUsage();
    try {
      return toAnswer(runBriefly(() => parsed.rule(variables), longestMs));
    } catch (error) {
      if (!isTimeout(error)) return { kind: 'none', why: describe(error) };
      // On a machine that has no time for berth, too, one that is in order takes long.
      const { user, system } = process.cpuUsage(before);
      const wasBusy = user + system > (longestMs * 1_000) / 2;
      if (wasBusy || tries === mostTries) return 'timedOut';
    }
  }
}

const mostTries = 3;

function toAnswer(answer: unknown): Answer {
  if (typeof answer !== 'boolean') return { kind: 'none', why: 'its answer is neither true nor false' };
  return { kind: answer ? 'yes' : 'no' };
}

function toVariables({ raw }: CustomObject): RuleVariables {
  const self = toCelValue(raw) as Readonly<Record<string, unknown>>;
  const { metadata, spec = {}, status = {}, data = {} } = self;
  return { self, metadata, spec, status, data };
}

/** A whole number in JSON is one in CEL, too. */
function toCelValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCelValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toCelValue(inner)]));
}

/** Ends what runs too long, wherever it is: in a loop of CEL, or in a regular expression. */
function runBriefly(run: () => unknown, longestMs: number): unknown {
  stage.run = run;
  try {
    return script.runInContext(stage, { timeout: longestMs });
  } finally {
    stage.run = undefined;
  }
}

const stage = createContext({}) as { run?: (() => unknown) | undefined };
const script = new Script('run()');

/** It is thrown inside the context, whose errors are not ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/** The first line says what is wrong; those after it show where. */
function describe(error: unknown): string {
  return toLine(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
}
