import { EngineError } from '../engine/engine-error.ts';
import type { Reason } from '../environment/reasons.ts';
import { isBuiltInGroup } from '../manifest/rules/is-built-in-group.ts';
import { mostProcessors, mostProcessorSeconds, tooLate, type HelmEnd } from './run-helm.ts';

type Failed = Exclude<HelmEnd, { kind: 'success' }>;
type Ended = Extract<HelmEnd, { kind: 'failed' }>;

/** Turns how Helm ended into an error of ours. The sentences matched here are those of Helm 4.2 and of the API server. */
export function toHelmError(action: string, end: Failed, release: string): EngineError {
  switch (end.kind) {
    case 'cancelled':
      return new EngineError(action, { reason: 'Superseded', fields: { commit: release } });
    case 'timedOut':
      return new EngineError(action, { reason: 'NotReadyInTime', fields: { release }, detail: end.stderr });
    case 'lost':
      return toLost(action);
    case 'notStarted':
      return new EngineError(`${action}: starting helm`, { reason: 'InternalError', fields: {}, cause: end.cause });
    case 'failed':
      return toError(action, end, release);
  }
}

/** Turns how `helm pull` ended into an error of ours. */
export function toPullError(
  action: string,
  end: Failed,
  { chart, release }: { readonly chart: string; readonly release: string },
): EngineError {
  if (end.kind !== 'failed' || wasLost(end) || isOverLimit(end) || neverRan(end)) {
    return toHelmError(action, end, release);
  }
  const detail = toDetail(end.stderr);
  if (chartMissing.test(detail)) {
    return new EngineError(action, { reason: 'ChartNotFound', fields: { chart, release }, detail });
  }
  return new EngineError(action, { reason: 'ApiUnavailable', fields: {}, detail });
}

const chartMissing =
  /not found|name unknown|improper constraint|could not locate a version|status code 40[13]|: 40[134] |minimum number of descriptors/i;

type HelmReason = Extract<
  Reason,
  | 'ApiUnavailable'
  | 'AdmissionRefused'
  | 'ChartBroken'
  | 'FieldImmutable'
  | 'HelmFailed'
  | 'KindUnknown'
  | 'MigrationFailed'
  | 'NotReadyInTime'
  | 'ObjectTaken'
  | 'PermissionDenied'
  | 'QuotaRefused'
  | 'ReleaseLocked'
>;

/**
 * The first that matches counts. What a chart can word as it likes comes first and is known by how the line begins: a
 * chart whose template fails with "exceeded quota" is a broken chart.
 */
const patterns: readonly (readonly [HelmReason, RegExp])[] = [
  [
    'ChartBroken',
    /^Error: (UPGRADE FAILED: )?(execution error at |parse error at |YAML parse error on |template: |render error )/,
  ],
  ['ChartBroken', /^Error: (UPGRADE FAILED: )?\S+:\d+:\d+\n\s+executing /],
  [
    'ChartBroken',
    /^Error: (UPGRADE FAILED: )?(values don't meet|failed to parse |validation: |unable to detect chart|release name )/,
  ],
  [
    'ChartBroken',
    /^Error: (UPGRADE FAILED: )?(an error occurred while checking for chart dependencies|chart requires |library charts)/,
  ],
  ['KindUnknown', /^Error: .*no matches for kind/],
  ['ChartBroken', /^Error: .*(error converting YAML to JSON|field not declared in schema|create typed patch)/],
  ['ReleaseLocked', /another operation .*in progress|release: already exists|cannot re-?use a name/],
  // Helm keeps its records there: that it may not yet is soon over, the role was bound a moment ago.
  ['ApiUnavailable', /secrets is forbidden: User |being terminated|namespaces "[^"]*" not found/],
  [
    'ApiUnavailable',
    /cluster unreachable|: (dial|read|write) (tcp|udp)|broken pipe|connection (refused|reset)|TLS handshake|: (unexpected )?EOF|http2: |stream error: |Client\.Timeout exceeded/,
  ],
  // What client-go says for 429 and from 500 on, and the API server of what it asks itself.
  [
    'ApiUnavailable',
    /too many requests|unable to handle the request|in the time allotted|has prevented the request|Internal error occurred: |etcdserver: /i,
  ],
  ['ApiUnavailable', /failed calling webhook|conversion webhook for |status unknown for quota: |has been modified/],
  // The folder of a chart that has not been asked for in a while: it is prepared anew.
  ['ApiUnavailable', /^Error: (UPGRADE FAILED: )?path "[^"]*" not found/],
  // An answer that broke off, where it was not Helm that had no more time; and a token that was good a moment ago.
  [
    'ApiUnavailable',
    /Please retry\. Original error: (?!context deadline)|asked for the client to provide credentials|: Unauthorized$/,
  ],
  // The API server's own time for one request, which admission had used up; it ends as Helm's own does.
  ['ApiUnavailable', /request did not complete within requested timeout/],
  ['QuotaRefused', /(exceeded|failed) quota: /],
  ['PermissionDenied', /is forbidden: User "[^"]*" cannot |attempting to grant RBAC permissions/],
  // By the webhook of ingress-nginx.
  ['ObjectTaken', /denied the request: host .* is already defined in ingress /],
  ['AdmissionRefused', /is forbidden: |denied (the )?request|violates PodSecurity/],
  ['ObjectTaken', /key "meta\.helm\.sh\/release-name" must equal "[^"]*": current value is /],
  ['FieldImmutable', /field is immutable|updates to \S+ spec for fields other than|may not change once set/],
  ['MigrationFailed', /resource \S+ not ready\. status: Failed|job failed|BackoffLimitExceeded/i],
  ['NotReadyInTime', /resource \S+ not ready|timed out waiting|context deadline exceeded/],
  ['ChartBroken', /is invalid: |invalid ownership metadata/],
];

function toError(action: string, end: Ended, release: string): EngineError {
  const { stderr } = end;
  if (neverRan(end)) {
    return new EngineError(`${action}: starting helm`, { reason: 'InternalError', fields: {}, detail: stderr });
  }
  if (wasLost(end)) return toLost(action);
  if (isOverLimit(end)) {
    return new EngineError(action, { reason: 'ChartBroken', fields: { release }, detail: overLimit });
  }
  const detail = toDetail(stderr);
  const reason = patterns.find(([, pattern]) => pattern.test(detail))?.[0] ?? 'HelmFailed';
  const resource = reason === 'PermissionDenied' ? findCustomResource(detail) : undefined;
  if (resource !== undefined) {
    return new EngineError(action, { reason: 'KindNotAllowed', fields: { object: resource }, detail });
  }
  const object = findObject(detail) ?? release;
  return new EngineError<HelmReason>(action, { reason, fields: { object, release }, detail });
}

/**
 * What stands in front of Helm ends so when there is none, or none that can be run; Helm itself ends with 0, 1 or 2.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
 */
function neverRan({ exit }: Ended): boolean {
  return exit === 126 || exit === 127;
}

/**
 * A template that loops takes one processor, and collecting its garbage the other; a second less, as the kernel counts by its
 * own clock.
 */
const earliestLimitMs = (mostProcessorSeconds / mostProcessors) * 1_000 - 1_000;

/** By somebody, because the machine had no more memory, or before it began: that says nothing of the chart. */
function wasLost({ exit, tookMs = 0 }: Ended): boolean {
  return exit === tooLate || (exit === 'SIGKILL' && tookMs < earliestLimitMs);
}

function toLost(action: string): EngineError {
  return new EngineError(`${action}: waiting for helm`, { reason: 'InternalError', fields: {} });
}

const overLimit = 'Helm was stopped: the chart takes more time, memory or room on disk than a chart may.';

/** A limit ends Helm by a signal, or by what Go does when it is given no more memory; or Helm says what it could not write. */
function isOverLimit({ exit, stderr }: Ended): boolean {
  return typeof exit === 'string' || exit === 2 || /^Error: .*file too large$/m.test(stderr);
}

const longestDetail = 4_000;

/** From what Helm itself says on, where it says something; before that come warnings, and the same in the form of a log. */
function toDetail(stderr: string): string {
  const start = stderr.search(/^Error: /m);
  const said =
    start === -1
      ? stderr
          .split('\n')
          .filter((line) => !line.startsWith('level='))
          .join('\n')
      : stderr.slice(start);
  return said.trim().slice(0, longestDetail);
}

/** Finds what only the operator can allow, as `widgets.example.com`: Kubernetes' own kinds are as they are for good reasons. */
function findCustomResource(text: string): string | undefined {
  const { resource, group = '' } =
    /cannot \w+ resource "(?<resource>[^"]+)" in API group "(?<group>[^"]+)"/.exec(text)?.groups ?? {};
  return resource === undefined || isBuiltInGroup(group) ? undefined : `${resource}.${group}`;
}

/** Finds the object that it is about, as `Kind/name`. */
function findObject(text: string): string | undefined {
  const applied = /for object (?:[^\s/]+\/)?(?<name>\S+) \S+, Kind=(?<kind>\w+)/.exec(text);
  const awaited = /resource (?<kind>\w+)\/(?:[^\s/]+\/)?(?<name>\S+) not ready/.exec(text);
  const named =
    /resource (?<kind>[A-Z]\w*) "(?<name>[^"]+)"/.exec(text) ??
    /(?<kind>[A-Z]\w*) "(?<name>[^"]+)" in namespace/.exec(text);
  const { kind, name } = (applied ?? awaited ?? named)?.groups ?? {};
  return kind === undefined || name === undefined ? undefined : `${kind}/${name}`;
}
