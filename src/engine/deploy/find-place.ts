import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../environment/environment.ts';
import { renderReason } from '../../environment/reasons.ts';
import type { Goal } from '../graph/goal.ts';
import type { Held } from '../record/progress.ts';
import { awaitChecks } from './await-checks.ts';
import type { Pass } from './deploy-environment.ts';

/** Hosts by the name of the `Environment` object. Its status tells of them only once the graph has been looked at. */
export type Claims = Map<string, readonly string[]>;

/**
 * Makes sure that an environment has its place in the cluster: it is one of as many as there may be, its hosts are its own,
 * and its namespace is there. Resolves to what keeps it from having one.
 */
export async function findPlace(pass: Pass, goal: Goal): Promise<Held | undefined> {
  const { environment, memory, parts, claims, signal } = pass;
  const obstacle = checkPlace(pass, goal) ?? (await awaitChecks(pass, goal)) ?? checkPlace(pass, goal);
  if (obstacle !== undefined) return obstacle;
  // In the same moment as it was found free: of two that want it, one is the first.
  const hosts = listHosts(goal);
  claims.set(environment.name, hosts);

  const { namespace, labels } = goal.plan;
  // The same for all commits, as long as their services are the same.
  const placedFor = JSON.stringify([namespace, labels, hosts]);
  if (memory.placedFor !== placedFor) {
    const { name, uid } = environment;
    const taken = await takePlace(pass, goal);
    if (taken !== undefined) return taken;
    await parts.cluster.namespaces.ensureNamespace({
      namespace,
      environment: { name, uid },
      labels,
      hosts,
      profile: goal.profile,
    });
    memory.placedFor = placedFor;
    memory.placedAtMs = parts.clock.nowMs();
    // The first Helm needs it in a moment, and it can be made meanwhile. Where that fails, it is that Helm which tells.
    const { releaseTimeoutMs } = goal.profile.limits;
    if (environment.status.phase !== 'Live') {
      void parts.cluster.access.createKubeconfig(namespace, releaseTimeoutMs).catch(() => undefined);
    }
  }
  await parts.cluster.world.watchNamespace(namespace, environment.name, signal);
  return undefined;
}

/** Before the namespace is there: what is made must be found again, whatever happens in between. */
async function takePlace(pass: Pass, goal: Goal): Promise<Held | undefined> {
  const { environment, parts, claims } = pass;
  const { environments } = parts.cluster;
  const { name, status } = environment;
  const before = { namespace: status.namespace, hosts: status.hosts };
  const place = { namespace: goal.plan.namespace, hosts: listHosts(goal) };
  if (isDeepStrictEqual(before, place)) return undefined;
  await environments.updateStatus(name, place);
  // Another replica may have found it free in the same moment. Whoever comes to see that lets go of it.
  const obstacle = checkPlace(pass, goal, await environments.listAnew());
  if (obstacle === undefined) return undefined;
  claims.delete(name);
  await environments.updateStatus(name, before);
  return obstacle;
}

function checkPlace(
  { environment, parts, claims }: Pass,
  goal: Goal,
  all = parts.cluster.environments.list(),
): Held | undefined {
  const others = all.filter(
    ({ name, status }) => name !== environment.name && (status.namespace !== undefined || claims.has(name)),
  );
  return checkLimits(environment, others, goal) ?? checkHosts(others, goal, claims);
}

/** Only who has no place yet has to wait for one. */
function checkLimits(
  { spec, status }: Environment,
  others: readonly Environment[],
  { profile }: Goal,
): Held | undefined {
  if (status.namespace !== undefined) return undefined;
  const { total, perRepository } = profile.limits.environments;
  const same = others.filter((other) => other.spec.profile === spec.profile);
  const ofRepository = same.filter((other) => other.spec.repository.toLowerCase() === spec.repository.toLowerCase());
  if (same.length < total && ofRepository.length < perRepository) return undefined;
  const message = renderReason('LimitReached', {});
  return { kind: 'held', condition: 'Admitted', reason: 'LimitReached', message, problems: [] };
}

function checkHosts(others: readonly Environment[], goal: Goal, claims: Claims): Held | undefined {
  const hosts = new Set(listHosts(goal));
  for (const { name, spec, status } of others) {
    const recorded = status.services.filter(({ kind }) => kind === 'here').map(readHost);
    const host = [...recorded, ...status.hosts, ...(claims.get(name) ?? [])].find((one) => hosts.has(one));
    if (host === undefined) continue;
    const message = renderReason('HostHeld', { host, holder: `${spec.repository}#${spec.pullRequest}` });
    return { kind: 'held', condition: 'Admitted', reason: 'HostHeld', message, problems: [] };
  }
  return undefined;
}

function listHosts({ plan }: Goal): string[] {
  return plan.services.flatMap((service) => (service.kind === 'here' ? [service.host] : []));
}

function readHost({ url }: { readonly url?: string | undefined }): string {
  return url === undefined ? '' : new URL(url).hostname;
}
