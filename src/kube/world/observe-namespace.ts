import type { Observation, ObservedRelease, Readiness, ReadyRules, Recall, Trouble } from '../../engine/ports/world.ts';
import { identifySource, type Outputs } from '../../plan/resolve-values.ts';
import type { LiveObject } from '../objects/live-object.ts';
import type { CustomKinds } from '../custom/custom-kinds.ts';
import { judgeCustom, type Judging } from '../custom/judge-custom.ts';
import type { RuleAnswerer } from '../readiness/create-rule-answerer.ts';
import { judgeJob } from '../readiness/judge-job.ts';
import { determineReadiness, type JudgedObject, type WrittenObject } from '../readiness/determine-readiness.ts';
import type { JobEnd } from '../readiness/judge-gone-job.ts';
import type { Surroundings } from '../readiness/surroundings.ts';
import type { HelmContent, HelmRecord } from './helm-record.ts';
import { findHeardAtMs, findOutputHeardAtMs } from './find-heard-at.ts';
import type { GoneJobs } from './gone-jobs.ts';
import { listLastRecords } from './list-last-records.ts';
import { listGoing, listLeftovers, listLingering } from './list-lingering.ts';
import { listByRelease, listStrays } from './list-strays.ts';
import { findLiveKind } from './live-kinds.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import type { ClusterWatch } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

/** What is known beyond a namespace. */
export interface Known {
  readonly cluster: ClusterWatch;
  readonly custom: CustomKinds;
  readonly rules: RuleAnswerer;
  readonly readyRules: ReadyRules;
  readonly recall: Recall;
}

/** Puts together what is known of a namespace. Asks nobody. */
export function observeNamespace(
  namespace: string,
  known: Known,
  { secrets, configMaps, goneJobs }: Pick<NamespaceWatch, 'secrets' | 'configMaps' | 'goneJobs'>,
): Observation {
  const kept = secrets.list();
  const leftovers = listLeftovers(namespace, known.cluster.live, known.custom.list(namespace));
  const lingering = listLingering(leftovers);
  const around = describeSurroundings(namespace, known.cluster);
  const marked = listByRelease(namespace, known.cluster.live);
  const surroundings = { ...known, namespace, around, lingering, marked, goneJobs, nowMs: Date.now() };
  const releases = listLastRecords(kept).map((record) => observeRelease(record, surroundings));
  const values = kept.flatMap((secret) => (secret.kind === 'values' ? [secret] : []));
  return {
    releases: new Map(releases.map((release) => [release.helmRelease, release])),
    outputs: new Map([...listOutputs('secret', values), ...listOutputs('configMap', configMaps.list())]),
    findOutputHeardAtMs: (source) => findOutputHeardAtMs(namespace, source, { secrets, configMaps }),
    lingering,
    going: listGoing(leftovers),
    secrets: values.flatMap((secret) => Object.values(secret.values)),
  };
}

function listOutputs(
  kind: 'secret' | 'configMap',
  sources: readonly { readonly name: string; readonly values: Readonly<Record<string, string>> }[],
): Outputs {
  return new Map(sources.map(({ name, values }) => [identifySource({ kind, name }), values]));
}

function describeSurroundings(namespace: string, { live, warnings, storageClasses }: ClusterWatch): Surroundings {
  return {
    pods: live.Pod.list(namespace),
    replicaSets: live.ReplicaSet.list(namespace),
    warnings: warnings.list(namespace),
    // Where berth may not read the classes, a claim is never what a release waits for: its pod says if it cannot have it.
    waitsForConsumer: (name) => (storageClasses.get('', name)?.volumeBindingMode ?? waitingMode) === waitingMode,
    appliedAt: '',
  };
}

const waitingMode = 'WaitForFirstConsumer';

interface ReleaseSurroundings extends Known {
  readonly namespace: string;
  readonly around: Surroundings;
  readonly lingering: ReadonlySet<string>;
  readonly marked: ReadonlyMap<string, readonly LiveObject[]>;
  readonly goneJobs: GoneJobs;
  readonly nowMs: number;
}

function observeRelease(record: HelmRecord, known: ReleaseSurroundings): ObservedRelease {
  const { around, lingering, marked } = known;
  const { helmRelease, revision, status, digest } = record;
  const content = record.readContent();
  const written = (content?.objects ?? []).flatMap((object) => findWritten(object, { record, content, known }));
  const readiness: Readiness =
    content === undefined
      ? { kind: 'settling', trouble: undefined, waitsFor: `the record of revision ${revision} cannot be read` }
      : determineReadiness(written, { ...around, appliedAt: content.appliedAt });
  const hasObjects =
    lingering.has(helmRelease) || written.some((object) => 'live' in object && object.live !== undefined);
  const isInHook = status.startsWith('pending-') && content?.isInHook === true;
  return {
    helmRelease,
    revision,
    status,
    digest,
    chart: content?.chart,
    isInHook,
    readiness: addTime(readiness, content, known),
    hookLogs: status === 'failed' ? findHookLogs(content, known) : undefined,
    strays: status === 'deployed' && content ? listStrays(content, marked.get(helmRelease) ?? []) : [],
    hasObjects,
  };
}

function addTime(readiness: Readiness, content: HelmContent | undefined, known: Known): Readiness {
  if (readiness.kind !== 'ready') return readiness;
  const heardAtMs = findHeardAtMs(content?.objects ?? [], known);
  return heardAtMs === undefined
    ? readiness
    : { kind: 'ready', heardAtMs: Math.max(heardAtMs, readiness.heardAtMs ?? 0) };
}

interface Revision {
  readonly record: HelmRecord;
  readonly content: HelmContent | undefined;
  readonly known: ReleaseSurroundings;
}

function findWritten(object: ManifestObject, revision: Revision): readonly (WrittenObject | JudgedObject)[] {
  const { cluster, custom } = revision.known;
  const { customKind } = object;
  if (customKind !== undefined) {
    const state = custom.find(customKind);
    return [{ verdict: judgeCustom(object, { ...describeJudging(revision), kind: customKind, state }) }];
  }
  const kind = findLiveKind(object.apiVersion, object.kind);
  if (kind === undefined) return [];
  const name = `${kind}/${object.name}`;
  const live: LiveObject | undefined = cluster.live[kind].get(object.namespace, object.name);
  const mayBeGone = object.isShortLived || object.isDriftIgnored;
  return [{ name, live, mayBeGone, end: kind === 'Job' && mayBeGone ? findEnd(object.name, revision) : undefined }];
}

function describeJudging({ record, content, known }: Revision): Omit<Judging, 'kind' | 'state'> {
  const { readyRules, rules, nowMs } = known;
  return { readyWhen: readyRules.get(record.helmRelease) ?? [], appliedAt: content?.appliedAt ?? '', nowMs, rules };
}

function findEnd(name: string, { record, content, known: { goneJobs, recall } }: Revision): JobEnd {
  const recollection = recall(record.helmRelease);
  const recalled = recollection?.digest === record.digest ? recollection : undefined;
  return {
    lastSeen: goneJobs.find(name, content?.appliedAt ?? ''),
    wasReady: recalled?.kind === 'ready',
    hadFailed: recalled?.kind === 'failed' && recalled.object === `Job/${name}`,
  };
}

/** Helm says of a hook only that it failed. */
function findHookLogs(
  content: HelmContent | undefined,
  { namespace, cluster: { live }, around }: ReleaseSurroundings,
): Trouble['logs'] {
  return (content?.failedHooks ?? [])
    .flatMap((name) => live.Job.get(namespace, name) ?? [])
    .map((job) => judgeJob(job, around))
    .flatMap((verdict) => (verdict.kind === 'failed' ? (verdict.trouble.logs ?? []) : []))[0];
}
