import type { Values } from '../../manifest/schema/release.ts';
import { determineReleaseDigest } from '../../plan/determine-release-digest.ts';
import type { PlannedRelease } from '../../plan/plan.ts';
import { resolveValues, type Outputs } from '../../plan/resolve-values.ts';
import type { Goal } from './goal.ts';

export type Inputs =
  | { readonly kind: 'inputs'; readonly digest: string; readonly values: Values }
  | { readonly kind: 'missing'; readonly references: readonly string[] };

interface InputFacts {
  readonly goal: Goal;
  readonly outputs: Outputs;
  readonly flags: readonly string[];
}

/** Determines with what a release is to be run, and the digest that stands for it; or which outputs it waits for. */
export function determineInputs(release: PlannedRelease, facts: InputFacts): Inputs {
  // Without outputs nothing changes as long as the goal is the same; and it is asked for each release after each event.
  if (release.bindings.length > 0) return readInputs(release, facts);
  const ofGoal = known.get(facts.goal) ?? new Map<PlannedRelease, Inputs>();
  known.set(facts.goal, ofGoal);
  const inputs = ofGoal.get(release) ?? readInputs(release, facts);
  ofGoal.set(release, inputs);
  return inputs;
}

const known = new WeakMap<Goal, Map<PlannedRelease, Inputs>>();

function readInputs(release: PlannedRelease, { goal, outputs: there, flags }: InputFacts): Inputs {
  const resolved = resolveValues(release, there);
  if (resolved.kind === 'waiting') {
    return { kind: 'missing', references: resolved.missing.map(({ reference }) => reference) };
  }
  const { values, outputs } = resolved;
  const digest = determineReleaseDigest({
    chartDigest: goal.charts.get(release.id)?.digest ?? '',
    valuesFiles: goal.valuesFiles.get(release.id) ?? [],
    values,
    outputs,
    flags,
  });
  return { kind: 'inputs', digest, values };
}
