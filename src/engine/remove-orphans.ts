import { determineDesire } from '../environment/determine-desire.ts';
import { toObjectName, type EnvironmentIdentity } from '../environment/environment-key.ts';
import type { EngineParts } from './engine-parts.ts';
import type { OwnedNamespace } from './ports/cluster.ts';

type Parts = Pick<EngineParts, 'github' | 'cluster' | 'log'>;

/**
 * Sees to namespaces of ours whose `Environment` object is gone, as when somebody took its finalizer off by force. Nobody
 * else would ever remove them. One goes once another object of its name waits for its place, or once GitHub says of its very
 * pull request that nothing is wanted there; until then it is named in the log.
 */
export async function removeOrphans(parts: Parts): Promise<void> {
  const { environments, namespaces } = parts.cluster;
  for (const owned of await namespaces.listOwned()) {
    // Asked after the list was made: what was in it had its object by then.
    const current = environments.get(owned.environment);
    if (owned.isGoing || current?.uid === owned.uid) continue;
    const because = current === undefined ? await askGitHub(owned, parts) : 'replaced';
    if (because !== undefined) await removeOrphan(owned, because, parts);
  }
}

async function askGitHub(owned: OwnedNamespace, { github, log }: Parts): Promise<string | undefined> {
  const { namespace, environment: key } = owned;
  const identity = identify(owned);
  if (identity === undefined) {
    log.warn({ namespace, key }, 'a namespace of ours has no environment, and does not say which it had');
    return undefined;
  }
  const { repository, pullRequest, profile } = identity;
  const { answer } = await github.readPullRequest({ repository, number: pullRequest });
  const desire = determineDesire(identity, profile, answer);
  if (desire.kind === 'tearDown') return desire.because;
  log.warn({ namespace, key, repository }, 'a namespace of ours has no environment: leaving it for now');
  return undefined;
}

async function removeOrphan(
  { namespace, environment, uid }: OwnedNamespace,
  because: string,
  { cluster, log }: Parts,
): Promise<void> {
  log.warn({ namespace, key: environment, reason: because }, 'removing a namespace that has no environment');
  await cluster.namespaces.deleteNamespace({ namespace, environment: { name: environment, uid } });
}

/** The label holds `owner_name`, and either may hold `_` too: the name of the object tells which of them it was. */
function identify({ environment, labels }: OwnedNamespace): EnvironmentIdentity | undefined {
  const written = labels['berth.dev/repository'] ?? '';
  const pullRequest = Number(labels['berth.dev/pull-request']);
  const profile = labels['berth.dev/profile'] ?? '';
  return [...written.matchAll(/_/g)]
    .map(({ index }) => `${written.slice(0, index)}/${written.slice(index + 1)}`)
    .map((repository) => ({ repository, pullRequest, profile }))
    .find((identity) => toObjectName(identity) === environment);
}
