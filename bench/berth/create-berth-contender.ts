import { CoreV1Api } from '@kubernetes/client-node';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { ReleaseStatus } from '../../src/environment/release-status.ts';
import type { Contender, Place } from '../contenders/contender.ts';
import type { BenchCluster } from '../ensure-bench-cluster.ts';
import type { Sample } from '../figures/sample.ts';
import { splitGraph } from '../graphs/split-graph.ts';
import { watchControlPlane } from '../processes/watch-control-plane.ts';
import { watchUsage } from '../processes/watch-usage.ts';
import { countRequests } from '../requests/count-requests.ts';
import { markRequests } from '../requests/mark-requests.ts';
import { measureHandover } from '../requests/measure-handover.ts';
import { isBerth } from './is-berth.ts';
import { determineBerthTimes } from './determine-berth-times.ts';
import { removePreviews } from './remove-previews.ts';
import { renderFiles } from './render-files.ts';
import { mostReleases } from './render-profile.ts';
import { benchInstallation, startBenchBerth, type BenchBerth } from './start-bench-berth.ts';
import { untilLive } from './until-live.ts';
import type { SeenEnvironment } from './watch-environments.ts';

/** Measures berth as its users have it: a pull request is labelled or pushed to, and its environment becomes live. */
export function createBerthContender(cluster: BenchCluster, logFile?: string): Contender {
  let berth: BenchBerth | undefined;
  return {
    name: 'berth',
    title: 'berth',
    settings: 'as installed by its chart, from the label on a pull request on',
    ...{ isSlow: false, isAtWorkAtRest: false },
    start: async () => {
      berth = await startBenchBerth(cluster, logFile);
    },
    openPlace: () => {
      if (berth === undefined) throw new Error('berth has to be started first');
      return Promise.resolve(createPlace(berth, cluster));
    },
    stop: async () => {
      await berth?.stop();
      berth = undefined;
    },
  };
}

/** One pull request, or several where a graph of independent releases is more than one environment takes. */
function createPlace(berth: BenchBerth, cluster: BenchCluster): Place {
  const pullRequests: PullRequest[] = [];
  let size = 1;
  const findNamespace = () => pullRequests.map(nameNamespace)[0] ?? '';
  return {
    get namespace() {
      return findNamespace();
    },
    async deploy(graph, signal) {
      const parts = splitGraph(graph, mostReleases / 2);
      const files = await Promise.all(parts.map(renderFiles));
      size = graph.releases.length;
      const isNew = pullRequests.length === 0;
      if (isNew) for (const part of files) pullRequests.push(await berth.stage.openPullRequest(part));
      await berth.stage.github.settle();
      const mark = await markRequests(cluster.paths.auditLog);
      const values = await measure(berth, cluster, size, async () => {
        const sinceMs = isNew ? labelAll(berth, pullRequests) : await pushAll(berth, pullRequests, files);
        const live = await Promise.all(pullRequests.map((pullRequest) => untilLive(berth, pullRequest, signal)));
        const fromMarkS = (Math.max(...live.map(({ seenAtMs }) => seenAtMs)) - sinceMs) / 1_000;
        const times = determineBerthTimes(live.flatMap(listReleases), sinceMs);
        return { ...times, fromMarkS };
      });
      return { ...values, ...(await measureHandover(mark, findNamespace(), graph)) };
    },
    remove: (signal) =>
      measure(berth, cluster, size, async () => {
        const sinceMs = Date.now();
        await removePreviews(berth, pullRequests, signal);
        const goneS = (Date.now() - sinceMs) / 1_000;
        // What berth still tells GitHub is not to be computed in another's time.
        await berth.stage.github.settle();
        return { goneS, leftovers: await countNamespaces(cluster, pullRequests) };
      }),
  };
}

/** Nothing of an environment is outside of its namespace. */
async function countNamespaces({ config }: BenchCluster, pullRequests: readonly PullRequest[]): Promise<number> {
  const { items } = await config.makeApiClient(CoreV1Api).listNamespace();
  const names = pullRequests.map(nameNamespace);
  return items.filter(({ metadata }) => names.includes(metadata?.name ?? '')).length;
}

function nameNamespace({ number }: PullRequest): string {
  return `${benchInstallation}-pr-${number}`;
}

/** Resolves to when the first webhook went out. */
function labelAll({ stage }: BenchBerth, pullRequests: readonly PullRequest[]): number {
  const sinceMs = Date.now();
  for (const pullRequest of pullRequests) stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  return sinceMs;
}

/** Resolves to when the first webhook went out: before that git is at work, which is none of berth's. */
async function pushAll(
  { stage }: BenchBerth,
  pullRequests: readonly PullRequest[],
  files: readonly Readonly<Record<string, string>>[],
): Promise<number> {
  const sentAtMs: number[] = [];
  for (const [index, pullRequest] of pullRequests.entries()) {
    await stage.push(pullRequest, files[index] ?? {});
    sentAtMs.push(Date.now());
  }
  return Math.min(...sentAtMs);
}

function listReleases({ status }: SeenEnvironment): readonly ReleaseStatus[] {
  return status.releases;
}

async function measure(
  berth: BenchBerth,
  { paths }: BenchCluster,
  size: number,
  work: () => Promise<Sample['values']>,
): Promise<Sample['values']> {
  const mark = await markRequests(paths.auditLog);
  const helmsBefore = await berth.helms.count();
  const readControlPlaneCpuS = await watchControlPlane(paths);
  const usage = watchUsage([berth.process.pid]);
  const values = await work().finally(() => usage.end());
  const used = { ...usage.end(), controlPlaneCpuS: readControlPlaneCpuS() };
  const helms = (await berth.helms.count()) - helmsBefore;
  const requestsPerRelease = (await countRequests(mark, isBerth)) / size;
  return { ...values, ...used, helms, helmsPerRelease: helms / size, requestsPerRelease };
}
