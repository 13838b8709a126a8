import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Told } from '../intake/told.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';

type Word = EnvironmentStatus['words'][number];

/** The newest tell the most. */
const mostWords = 20;

/**
 * Leaves what this replica was told of a pull request with its environments, for the replica that works on them: its watch
 * tells it at once. Throws an EngineError.
 */
export async function leaveWords(
  told: readonly Told[],
  environments: readonly Environment[],
  { cluster }: Pick<EngineParts, 'cluster'>,
): Promise<void> {
  const [environment] = environments;
  if (environment === undefined) return;
  const words: readonly Word[] = told.length === 0 ? [{ kind: 'woken' }] : told;
  await cluster.environments.decideStatus(environment.name, ({ status }) => {
    const isWoken = status.words.length > 0 && told.length === 0;
    return isWoken ? undefined : { words: [...status.words, ...words].slice(-mostWords) };
  });
}

/** Takes what other replicas were told of environments that this one holds. Throws an EngineError. */
export async function takeWords(
  environments: readonly Environment[],
  store: EnvironmentStore,
): Promise<readonly Told[]> {
  const taken: Word[] = [];
  for (const { name, status } of environments) {
    if (status.words.length === 0) continue;
    let found: readonly Word[] = [];
    await store.decideStatus(name, (latest) => {
      found = latest.status.words;
      return { words: [] };
    });
    taken.push(...found);
  }
  return taken.flatMap(toTold);
}

function toTold({ kind, label, sha, account }: Word): readonly Told[] {
  switch (kind) {
    case 'commented':
      return [{ kind }];
    case 'labelled':
      return label === undefined || sha === undefined || account === undefined ? [] : [{ kind, label, sha, account }];
    case 'pushed':
      return sha === undefined || account === undefined ? [] : [{ kind, sha, account }];
    case 'woken':
      return [];
  }
}
