import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import { renderReason } from '../../environment/reasons.ts';
import { setCondition, type ObservedCondition } from '../../environment/set-condition.ts';
import type { Pass } from '../deploy/deploy-environment.ts';
import { listRecorded, listRemovable } from '../deploy/list-surplus.ts';
import { endBackground, ensureRunner } from '../environment-memory.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Blocker, Remains } from '../ports/cluster.ts';
import { extendTimeline } from '../record/extend-timeline.ts';
import { leaveOut } from '../record/leave-out.ts';
import { recordInTime } from '../record/record-in-time.ts';
import { recordStatus } from '../record/record-status.ts';
import { planTry, type Patience, type UninstallFailures } from './plan-try.ts';

/**
 * Takes an environment away, one step a pass: what is at work ends, releases go in the order opposite to their start, the
 * namespace goes, and only what is verified as gone is reported as gone. Resolves to whether nothing is left.
 */
export async function tearDown(pass: Pass): Promise<boolean> {
  await endWork(pass);
  const remains = await readRemains(pass);
  switch (remains.kind) {
    case 'nothing':
    case 'notOurs':
      await record(pass, { releases: [], blockers: [] });
      return true;
    case 'going':
      await record(pass, { releases: [], blockers: remains.blockers });
      pass.wakeAfter(remains.blockers.length === 0 ? determineLookMs(pass) : blockedMs);
      return false;
    case 'present':
      await removeReleases(pass);
      return false;
  }
}

const goingMs = 400;
const blockedMs = 5_000;
/** How long objects of a release may take to go that nothing else has to wait for. */
const goneWithinMs = 8_000;
const uninstallTimeoutMs = 30_000;
const mostUnknown = 2;
/** Stands for the time that a release may take where the profile that said so is no longer there. */
const unknownTimeoutMs = 300_000;

/**
 * When to look whether the namespace has gone: the sooner, the less it has taken so far. Most go within seconds; where hundreds
 * go at once, each takes minutes, and to ask for all of them all the time would only hold them up.
 */
function determineLookMs({ memory: { teardown }, parts }: Pass): number {
  const nowMs = parts.clock.nowMs();
  if (teardown !== undefined) teardown.goingSinceMs ??= nowMs;
  const goingForMs = nowMs - (teardown?.goingSinceMs ?? nowMs);
  return Math.min(Math.max(goingMs, goingForMs / 8), blockedMs);
}

/** Once: everything that was started for the deploy ends before the first thing is removed. */
async function endWork({ environment, memory }: Pass): Promise<void> {
  memory.probes.stop();
  if (memory.teardown !== undefined) return;
  await endBackground(memory);
  memory.runner = undefined;
  memory.drift = undefined;
  memory.goal = undefined;
  memory.placedFor = undefined;
  const { releases } = environment.status;
  memory.teardown = {
    releases,
    uninstalledAtMs: new Map(),
    failures: new Map(),
    goingSinceMs: undefined,
    unknownCount: 0,
  };
}

async function readRemains({ environment, parts }: Pass): Promise<Remains> {
  const { name, uid, status } = environment;
  if (status.namespace === undefined) return { kind: 'nothing' };
  const place = { namespace: status.namespace, environment: { name, uid } };
  return await parts.cluster.namespaces.readRemains(place);
}

async function removeReleases(pass: Pass): Promise<void> {
  const { environment, memory, parts, wake } = pass;
  const { status } = environment;
  const { namespace = '' } = status;
  if (!(await canLook(pass, namespace))) {
    await removeNamespace(pass, namespace);
    return;
  }
  const runner = ensureRunner(memory, { ...environment, status: { ...status, releases: [] } }, namespace, parts, wake);
  const patience = determinePatience(pass);
  const left = listLeft(pass, runner, { namespace, patience });
  if (left.length === 0) {
    await removeNamespace(pass, namespace);
    return;
  }
  uninstallNext(pass, runner, { left, patience });
  await recordInTime(pass, describeFound(pass, { releases: left, blockers: [] }));
  pass.wakeAfter(goingMs * 5);
}

/**
 * Whether it can be known what is in the namespace. It answered a moment ago, so what takes this long twice in a row is a right that
 * berth lacks there: then it goes as a whole, since nothing in it can be removed in order.
 */
async function canLook({ environment: { name }, memory, parts, signal }: Pass, namespace: string): Promise<boolean> {
  try {
    await parts.cluster.world.watchNamespace(namespace, name, signal);
    if (memory.teardown !== undefined) memory.teardown.unknownCount = 0;
    return true;
  } catch (error) {
    if (signal.aborted || memory.teardown === undefined) throw error;
    memory.teardown.unknownCount += 1;
    if (memory.teardown.unknownCount < mostUnknown) throw error;
    parts.log.warn({ namespace, action: 'teardown', err: error }, 'removing a namespace without knowing what is in it');
    return false;
  }
}

async function removeNamespace(pass: Pass, namespace: string): Promise<void> {
  const { name, uid } = pass.environment;
  await pass.parts.cluster.namespaces.deleteNamespace({ namespace, environment: { name, uid } });
  await record(pass, { releases: [], blockers: [] });
  pass.wakeAfter(determineLookMs(pass));
}

type Left = EnvironmentStatus['releases'];

function uninstallNext(
  { memory, wakeAfter }: Pass,
  runner: ReleaseRunner,
  { left, patience }: { readonly left: Left; readonly patience: Patience },
): void {
  for (const release of listRemovable(left)) {
    const { helmRelease } = release;
    if (runner.running.has(helmRelease) || memory.teardown?.uninstalledAtMs.has(helmRelease)) continue;
    const next = planTry(runner, helmRelease, patience);
    if (next.kind === 'later') wakeAfter(next.atMs - patience.nowMs);
    if (next.kind === 'now') runner.uninstall(release, uninstallTimeoutMs);
  }
}

/** What of the releases is still there. One that Helm cannot take away goes with the namespace. */
function listLeft(
  { memory, parts }: Pass,
  runner: ReleaseRunner,
  { namespace, patience }: { readonly namespace: string; readonly patience: Patience },
): Left {
  const observation = parts.cluster.world.observe(namespace);
  const { nowMs, longestMs } = patience;
  const { releases = [], uninstalledAtMs } = memory.teardown ?? {};
  const there = new Set(observation.releases.keys());
  const left = [...there].filter((one) => planTry(runner, one, patience).kind !== 'never');
  const needed = new Set(releases.filter(({ helmRelease }) => there.has(helmRelease)).map(({ id }) => id));
  // Helm forgets a release at once; its pods may take a while, and a custom resource as long as its operator takes to clean up:
  // where its release depends on that operator, neither the one nor the namespace would go without the other.
  for (const { helmRelease, dependencies } of releases) {
    if (there.has(helmRelease) || !observation.lingering.has(helmRelease)) continue;
    const sinceMs = uninstalledAtMs?.get(helmRelease) ?? nowMs;
    uninstalledAtMs?.set(helmRelease, sinceMs);
    const isAwaited = observation.going.has(helmRelease) && dependencies.some((id) => needed.has(id));
    const withinMs = isAwaited ? longestMs : goneWithinMs;
    if (nowMs - sinceMs < withinMs) left.push(helmRelease);
  }
  return [...listRecorded(releases, left)];
}

/** A release is waited for as long as it may take: nothing may keep an environment for ever. */
function determinePatience({ environment, memory, parts }: Pass): Patience {
  const profile = parts.profiles.find(({ label }) => label === environment.spec.profile);
  return {
    known: memory.teardown?.failures ?? new Map<string, UninstallFailures>(),
    nowMs: parts.clock.nowMs(),
    longestMs: Math.max(profile?.limits.releaseTimeoutMs ?? unknownTimeoutMs, goneWithinMs),
  };
}

interface Found {
  readonly releases: EnvironmentStatus['releases'];
  readonly blockers: readonly Blocker[];
}

async function record(pass: Pass, found: Found): Promise<void> {
  const { environment, parts } = pass;
  await recordStatus(environment, describeFound(pass, found), parts.cluster.environments);
}

function describeFound({ environment, memory, parts }: Pass, { releases, blockers }: Found): EnvironmentStatus {
  const { status, generation } = environment;
  const nowMs = parts.clock.nowMs();
  const left = new Set(releases.map(({ id }) => id));
  const gone = (memory.teardown?.releases ?? []).map(({ id }) => id).filter((id) => !left.has(id));
  const next: EnvironmentStatus = {
    ...leaveOut(status, 'address'),
    phase: 'TearingDown',
    observedGeneration: generation,
    releases,
    removed: [...new Set([...status.removed, ...gone])],
    blockers: blockers.map(({ object, cause }) => `${object}: ${cause}`),
    conditions: [...setCondition(status.conditions, { ...describe(blockers), observedGeneration: generation }, nowMs)],
  };
  return { ...next, timeline: extendTimeline(environment, next, nowMs) };
}

function describe([first]: readonly Blocker[]): Omit<ObservedCondition, 'observedGeneration'> {
  if (first === undefined) return { type: 'Removed', status: 'Unknown', reason: 'InProgress', message: '' };
  const message = renderReason('TeardownBlocked', { ...first });
  return { type: 'Removed', status: 'False', reason: 'TeardownBlocked', message };
}

/** The state of an environment of which nothing is left, as it is told for the last time. */
export function describeRemoved({ status, generation }: Environment, nowMs: number): EnvironmentStatus {
  const removed: ObservedCondition = {
    type: 'Removed',
    status: 'True',
    reason: 'NothingLeft',
    message: '',
    observedGeneration: generation,
  };
  return { ...status, phase: 'TearingDown', conditions: [...setCondition(status.conditions, removed, nowMs)] };
}
