/** The most releases that berth takes in one environment. */
export const mostReleases = 200;

/** Renders the profile of the benchmark: that of a preview, with room for its largest graphs. */
export function renderProfile(prefix: string): string {
  return `extends: base
label: preview
namespace: ${prefix}-pr-<< pr.number >>
host: << service.name >>-pr-<< pr.number >>-${prefix}.preview.localhost
limits:
  releases: ${mostReleases}
  environments: { total: 1000, perRepository: 1000 }
  quota:
    requests.cpu: '64'
    requests.memory: 64Gi
    limits.memory: 64Gi
    pods: 1000
    count/secrets: 2000
    count/configmaps: 2000
`;
}
