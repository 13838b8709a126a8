import { checkServices } from '../manifest/checks/check-services.ts';
import { sortProblems, type Problem } from '../manifest/document/problem.ts';
import { suggestName } from '../manifest/document/suggest-name.ts';
import type { Manifest } from '../manifest/schema/manifest.ts';
import { renderReference } from '../manifest/references/reference.ts';
import type { Remark, Report } from '../manifest/document/document.ts';
import { resolveServices } from '../manifest/resolve/resolve-services.ts';
import {
  listDependencies,
  listReleases,
  type ResolvedRelease,
  type ResolvedService,
} from '../manifest/resolve/resolved-service.ts';
import { checkCeilings } from '../profile/check-ceilings.ts';
import type { Profile } from '../profile/profile.ts';
import { resolveChart, type ResolvedChart } from '../profile/resolve-chart.ts';
import { checkNames, toHelmRelease } from './check-names.ts';
import type { Facts } from './facts.ts';
import { renderUrl, type Surroundings } from './look-up.ts';
import { orderReleases, type Ordered } from './order-releases.ts';
import { planValues, type Missing } from './plan-values.ts';
import type { Plan, PlannedRelease, PlannedService } from './plan.ts';
import { renderHost, renderLabels, renderNamespace } from './render-names.ts';
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
  return { kind: 'plan', plan: toPlan(around, estimatesMs) };
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

function toPlan(around: Surroundings, estimatesMs: Readonly<Record<string, number>>): Plan {
  const { services, profile, facts, namespace } = around;
  const releases = new Map(listReleases(services).map((release) => [release.id, release]));
  const unordered = [...releases.values()].map((release) => ({
    id: release.id,
    dependencies: [...new Set(listDependencies(services, release).map((dependency) => dependency.release.id))],
  }));
  const dependencies = new Map(unordered.map((release) => [release.id, release.dependencies]));
  return {
    profile: profile.label,
    namespace,
    labels: renderLabels(profile, facts),
    services: services.map((service) => toPlannedService(service, around)),
    releases: orderReleases(unordered, estimatesMs).flatMap((ordered) => {
      const release = releases.get(ordered.id);
      return release
        ? [toPlannedRelease(release, { ...ordered, dependencies: dependencies.get(ordered.id) ?? [] }, around)]
        : [];
    }),
  };
}

function toPlannedService(service: ResolvedService, around: Surroundings): PlannedService {
  const { name, implementation } = service;
  switch (implementation.kind) {
    case 'environment': {
      const url = around.profile.shared.outputs[name]?.['url'];
      return {
        kind: 'environment',
        name,
        environment: implementation.environment,
        url: url === undefined ? undefined : String(url),
      };
    }
    case 'pullRequest':
      return { kind: 'pullRequest', name, repository: implementation.repository, number: implementation.number };
    case 'releases': {
      const url = service.url === undefined ? undefined : renderUrl(service, around);
      return {
        kind: 'here',
        name,
        host: renderHost(around.profile, around.facts, name),
        url,
        readyUrl: url === undefined ? undefined : new URL(service.ready ?? '', url).href,
        releases: implementation.releases.map(({ id }) => id),
      };
    }
  }
}

function toPlannedRelease(
  release: ResolvedRelease,
  { dependencies, dependents, remainingMs }: Ordered & { dependencies: readonly string[] },
  around: Surroundings,
): PlannedRelease {
  const { id, service, name, version } = release;
  const { values, bindings } = planValues(release, around);
  return {
    id,
    service,
    name,
    helmRelease: toHelmRelease(name),
    chart: resolveAllowedChart(release, around.profile),
    version,
    valuesFiles: release.valuesFiles ?? [],
    values,
    bindings,
    outputsFrom: (release.outputsFrom ?? []).map((source) => ({ kind: source.kind, name: source.name })),
    dependencies,
    dependents,
    remainingMs,
  };
}

function resolveAllowedChart({ id, chart }: ResolvedRelease, { charts }: Profile): ResolvedChart {
  const resolved = resolveChart(chart, charts.repositories);
  if (resolved === undefined) throw new Error(`planning "${id}": its chart repository has no address`); // checked before
  return resolved;
}
