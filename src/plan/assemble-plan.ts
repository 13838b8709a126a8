import {
  listDependencies,
  listReleases,
  type ResolvedRelease,
  type ResolvedService,
} from '../manifest/resolve/resolved-service.ts';
import { resolveChart } from '../profile/resolve-chart.ts';
import { toHelmRelease } from './check-names.ts';
import { renderUrl, type Surroundings } from './look-up.ts';
import { orderReleases, type Order, type Unordered } from './order-releases.ts';
import { planValues } from './plan-values.ts';
import type { Plan, PlannedRelease, PlannedService } from './plan.ts';
import { renderHost, renderLabels } from './render-names.ts';

/** Assembles a plan from what has passed all checks. */
export function assemblePlan(around: Surroundings, estimatesMs: Readonly<Record<string, number>>): Plan {
  const { services, profile, facts, namespace } = around;
  const releases = listReleases(services).map((release) => ({
    id: release.id,
    release,
    dependencies: [...new Set(listDependencies(services, release).map((dependency) => dependency.release.id))],
  }));
  return {
    profile: profile.label,
    namespace,
    labels: renderLabels(profile, facts),
    services: services.map((service) => toPlannedService(service, around)),
    releases: orderReleases(releases, estimatesMs).map((place) => toPlannedRelease(place, around)),
  };
}

function toPlannedService(service: ResolvedService, around: Surroundings): PlannedService {
  const { name, implementation } = service;
  switch (implementation.kind) {
    case 'environment': {
      const url = around.profile.shared.outputs[name]?.['url']?.toString();
      return { kind: 'environment', name, environment: implementation.environment, url };
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
  place: Unordered & Order & { release: ResolvedRelease },
  around: Surroundings,
): PlannedRelease {
  const { release, dependencies, dependents, remainingMs } = place;
  const { id, service, name, version, valuesFiles = [], outputsFrom = [], readyWhen = [] } = release;
  const { values, bindings } = planValues(release, around);
  const chart = resolveChart(release.chart, around.profile.charts.repositories);
  if (chart === undefined) throw new Error(`planning "${id}": its chart repository has no address`); // checked before
  return {
    id,
    service,
    name,
    helmRelease: toHelmRelease(name),
    chart,
    version,
    valuesFiles,
    values,
    bindings,
    outputsFrom: outputsFrom.map((source) => ({ kind: source.kind, name: source.name })),
    readyWhen,
    dependencies,
    dependents,
    remainingMs,
  };
}
