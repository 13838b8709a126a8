import type { Environment } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { joinPhrases, link, own, say, type Phrase } from '../text/phrase.ts';
import { toAddressText, toHref } from '../text/to-href.ts';
import { determineState } from './determine-state.ts';

/** One service as a row: what it is called, where it is reached, and what of it is deployed or where else it runs. */
export interface DescribedService {
  readonly name: string;
  readonly address: Phrase;
  readonly deployed: Phrase;
}

type Service = Environment['status']['services'][number];

export function describeServices(environment: Environment): readonly DescribedService[] {
  const isLive = determineState(environment) === 'live';
  return environment.status.services.map((service) => ({
    name: service.name,
    address: describeAddress(service, isLive),
    deployed: describeDeployed(service, environment.status.releases),
  }));
}

function describeAddress({ url, kind, answers }: Service, isLive: boolean): Phrase {
  if (url === undefined) return own('–');
  const address = link(toAddressText(url), toHref(url));
  return kind !== 'here' || answers === true || isLive ? address : say`${address} (does not answer yet)`;
}

const mostCharts = 5;

function describeDeployed({ name, kind, at }: Service, releases: readonly ReleaseStatus[]): Phrase {
  switch (kind) {
    case 'environment':
      return at === undefined ? own('runs in the shared environment') : say`runs in the shared environment ${at}`;
    case 'pullRequest':
      return at === undefined ? own('runs for another pull request') : say`runs for ${at}`;
    case 'here': {
      const charts = [...new Set(releases.filter(({ service }) => service === name).map(describeChart))];
      const shown = joinPhrases(
        charts.slice(0, mostCharts).map((chart) => say`${chart}`),
        ', ',
      );
      if (charts.length === 0) return own('nothing');
      return charts.length > mostCharts ? say`${shown} and ${charts.length - mostCharts} more` : shown;
    }
  }
}

export function describeChart({ chart, version }: Pick<ReleaseStatus, 'chart' | 'version'>): string {
  return version === undefined ? chart : `${chart} ${version}`;
}
