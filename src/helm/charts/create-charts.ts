import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../engine/engine-error.ts';
import type { Charts, PreparedChart } from '../../engine/ports/helm.ts';
import { renderChart } from '../../manifest/schema/chart.ts';
import type { ResolvedChart } from '../../profile/resolve-chart.ts';
import type { HelmOptions } from '../create-helm.ts';
import { builtInChartsFolder } from './built-in-charts-folder.ts';
import { createPuller, type Puller } from './create-puller.ts';
import { readChartFolder } from './read-chart-folder.ts';

export interface ChartsOptions extends Pick<HelmOptions, 'helmPath'> {
  /** Keeps what was pulled, from one berth to the next. */
  readonly cacheFolder: string;
  /** Gets the files of another repository at a branch, tag or commit. Throws an EngineError. */
  readonly readGitSource: (
    source: { readonly repository: string; readonly ref: string },
    signal: AbortSignal,
  ) => Promise<string>;
}

type WantedChart = Parameters<Charts['ensureChart']>[0];

/** Gets charts from wherever a manifest may name one. */
export function createCharts(options: ChartsOptions): Charts {
  const puller = createPuller(options);
  const builtIn = new Map<string, Promise<PreparedChart>>();
  const ensureBuiltIn = (name: string, wanted: WantedChart) => {
    const known = builtIn.get(name);
    if (known !== undefined) return known;
    const prepared = prepareFolder(builtInChartsFolder, name, wanted);
    builtIn.set(name, prepared);
    prepared.catch(() => builtIn.delete(name));
    return prepared;
  };

  return {
    ensureChart: (wanted, signal) =>
      wanted.chart.kind === 'builtIn'
        ? ensureBuiltIn(wanted.chart.name, wanted)
        : ensureOther(wanted, wanted.chart, { ...options, puller }, signal),
    isThere: ({ path }) =>
      access(path).then(
        () => true,
        () => false,
      ),
  };
}

async function ensureOther(
  wanted: WantedChart,
  chart: Exclude<ResolvedChart, { kind: 'builtIn' }>,
  { puller, readGitSource }: Pick<ChartsOptions, 'readGitSource'> & { readonly puller: Puller },
  signal: AbortSignal,
): Promise<PreparedChart> {
  switch (chart.kind) {
    case 'local':
      return prepareFolder(wanted.source, chart.path, wanted);
    case 'git':
      return prepareFolder(await readGitSource(chart, signal), chart.path, wanted);
    case 'oci':
    case 'repository':
      return puller.pull({ ...wanted, chart }, signal);
  }
}

async function prepareFolder(top: string, path: string, { chart, release }: WantedChart): Promise<PreparedChart> {
  const folder = join(top, path);
  const name = renderChart(chart);
  const action = `reading chart "${name}"`;
  const content = await readChartFolder(top, path);
  switch (content.kind) {
    case 'chart':
      return { path: folder, digest: content.digest, name: content.name };
    case 'missing':
      throw new EngineError(action, {
        reason: 'ChartNotFound',
        fields: { chart: name, release },
        detail: content.detail,
      });
    case 'refused':
      throw new EngineError(action, {
        reason: 'ChartNotAllowed',
        fields: { chart: name, release },
        detail: content.detail,
      });
  }
}
