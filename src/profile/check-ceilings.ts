import type { Report } from '../manifest/document/document.ts';
import type { Problem } from '../manifest/document/problem.ts';
import { suggestName } from '../manifest/document/suggest-name.ts';
import { listReleases, type ResolvedRelease, type ResolvedService } from '../manifest/resolve/resolved-service.ts';
import { renderChart } from '../manifest/schema/chart.ts';
import { matchGlob } from './match-glob.ts';
import type { Profile } from './profile.ts';
import { resolveChart } from './resolve-chart.ts';

interface Ceilings {
  readonly services: readonly ResolvedService[];
  readonly profile: Profile;
  /** The repository that the pull request belongs to, as `owner/name`. */
  readonly repository: string;
  readonly report: Report;
}

/**
 * Checks what a manifest asks for against what the profile allows. There is no key in a manifest that could raise a limit:
 * all it can do is ask for charts, for how many releases, and for services that run elsewhere.
 */
export function checkCeilings(ceilings: Ceilings): readonly Problem[] {
  const { services } = ceilings;
  return [
    ...checkCount(ceilings),
    ...services.flatMap((service) => checkElsewhere(service, ceilings)),
    ...listReleases(services).flatMap((release) => checkChart(release, ceilings)),
  ];
}

function checkCount({ services, profile, report }: Ceilings): readonly Problem[] {
  const count = listReleases(services).length;
  if (count <= profile.limits.releases) return [];
  return [
    report({
      path: ['services'],
      at: 'key',
      message: `There are ${count} releases to deploy; "${profile.label}" allows ${profile.limits.releases}.`,
      hint: `Take some out for this label (profiles.${profile.label}), or ask the operator for a higher limit.`,
    }),
  ];
}

function checkElsewhere(service: ResolvedService, { profile, repository, report }: Ceilings): readonly Problem[] {
  const { implementation, name, path } = service;
  const inner = [...path, 'implementations', implementation.name];
  if (implementation.kind === 'environment' && implementation.environment !== profile.shared.environment) {
    const message = `"${profile.label}" shares no environment "${implementation.environment}", where "${name}" would run.`;
    return [report({ path: [...inner, 'environment'], message, hint: hintForEnvironment(profile) })];
  }
  if (implementation.kind !== 'pullRequest') return [];
  const mayUse = [repository, ...profile.shared.pullRequests].some((pattern) =>
    // GitHub does not tell names apart by capitals.
    matchGlob(pattern.toLowerCase(), implementation.repository.toLowerCase()),
  );
  if (mayUse) return [];
  const message = `"${profile.label}" does not let "${name}" run in a pull request of ${implementation.repository}.`;
  const hint = 'Use another implementation, or ask the operator to add the repository to "shared.pullRequests".';
  return [report({ path: [...inner, 'pullRequest'], message, hint })];
}

function hintForEnvironment({ shared }: Profile): string {
  const { environment } = shared;
  return environment === undefined
    ? 'Use another implementation, or ask the operator to share an environment.'
    : `The environment that it shares is "${environment}".`;
}

function checkChart(release: ResolvedRelease, { profile, report }: Ceilings): readonly Problem[] {
  const { allow, repositories } = profile.charts;
  const path = [...release.path, 'chart'];
  const chart = resolveChart(release.chart, repositories);
  const text = renderChart(chart ?? release.chart);
  if (chart === undefined) {
    const [repository = ''] = text.split('/');
    const message = `${release.id} uses the chart ${text}, and "${profile.label}" names no repository "${repository}".`;
    return [report({ path, message, hint: suggestName(repository, ['berth', ...Object.keys(repositories)]) })];
  }
  if (allow.some((pattern) => matchGlob(pattern, text))) return [];
  const message = `${release.id} uses the chart ${text}, which "${profile.label}" does not allow.`;
  const hint = `Allowed are ${allow.join(', ')}. Use one of these, or ask the operator to allow yours.`;
  return [report({ path, message, hint })];
}
