import { checkServices } from '../manifest/checks/check-services.ts';
import type { Remark, Report } from '../manifest/document/document.ts';
import { sortProblems, type Problem } from '../manifest/document/problem.ts';
import { suggestName } from '../manifest/document/suggest-name.ts';
import { renderReference } from '../manifest/references/reference.ts';
import { resolveServices } from '../manifest/resolve/resolve-services.ts';
import { listReleases, type ResolvedRelease } from '../manifest/resolve/resolved-service.ts';
import type { Manifest } from '../manifest/schema/manifest.ts';
import { checkCeilings } from '../profile/check-ceilings.ts';
import type { Profile } from '../profile/profile.ts';
import { assemblePlan } from './assemble-plan.ts';
import { checkNames } from './check-names.ts';
import type { Facts } from './facts.ts';
import type { Surroundings } from './look-up.ts';
import { planValues, type Missing } from './plan-values.ts';
import type { Plan } from './plan.ts';
import { renderNamespace } from './render-names.ts';
import { selectServices } from './select-services.ts';

export interface PlanInputs {
  readonly manifest: Manifest;
  readonly profile: Profile;
  readonly facts: Facts;
  /** How long releases took before, by `service/release`. */
  readonly estimatesMs?: Readonly<Record<string, number>>;
}

export type BuiltPlan =
  { readonly kind: 'plan'; readonly plan: Plan } | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Builds the plan of one environment from the manifest of a commit, the profile of a label and the facts of a pull request.
 * The same inputs give the same plan, on any machine. It is built only if nothing in it can fail for a reason that is known
 * beforehand; otherwise all problems are told at once.
 */
export function buildPlan({ manifest, profile, facts, estimatesMs = {} }: PlanInputs): BuiltPlan {
  const resolved = resolveServices(manifest.document, { profile: profile.label, uses: facts.uses });
  if (resolved.kind === 'problems') return resolved;
  if (resolved.problems.length > 0) return refuse(resolved.problems);
  const services = selectServices(resolved.services, profile, facts.changedFiles);
  const around = { services, profile, facts, namespace: renderNamespace(profile, facts) };
  const problems = checkPlan(around, resolved.report);
  if (problems.length > 0) return refuse(problems);
  return { kind: 'plan', plan: assemblePlan(around, estimatesMs) };
}

function refuse(problems: readonly Problem[]): BuiltPlan {
  return { kind: 'problems', problems: sortProblems(problems) };
}

function checkPlan(around: Surroundings, report: Report): readonly Problem[] {
  const { services, profile, facts } = around;
  const repository = `${facts.repository.owner}/${facts.repository.name}`;
  const problems = [
    ...checkServices(services, report),
    ...checkCeilings({ services, profile, repository, report }),
    ...checkNames(around, report),
  ];
  // Values can be looked up only if all that they refer to is there.
  return problems.length > 0 ? problems : checkShared(around, report);
}

function checkShared(around: Surroundings, report: Report): readonly Problem[] {
  return listReleases(around.services).flatMap((release) =>
    planValues(release, around).missing.map((missing) => report(describeMissing(release, missing))),
  );
}

function describeMissing(release: ResolvedRelease, { path, reference, found }: Missing): Remark {
  const { environment, service, offered } = found;
  const key = reference.kind === 'output' || reference.kind === 'address' ? reference.key : '';
  return {
    path: [...release.path, 'values', ...path],
    message: `${renderReference(reference)}: the shared environment "${environment}" offers no "${key}" of "${service}".`,
    hint: `${suggestName(key, offered)} The operator adds it under "shared.outputs" of the profile.`,
  };
}
