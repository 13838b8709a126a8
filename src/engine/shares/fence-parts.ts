import type { EngineParts } from '../engine-parts.ts';
import type { GitHubReader, GitHubWriter } from '../ports/github.ts';
import { createFencedEnvironments } from './create-fenced-environments.ts';
import { createFencedHelm } from './create-fenced-helm.ts';
import { describeRefusal, type Shares } from './shares.ts';

type Fenced = Pick<EngineParts, 'helm' | 'cluster' | 'github'>;

/** Lets the engine change the world only where this replica is the one that may. */
export function fenceParts({ helm, cluster, github }: Fenced, shares: Shares): Fenced {
  const environments = createFencedEnvironments(cluster.environments, shares);
  const assertActive = (action: string) => {
    if (!shares.isActive) throw describeRefusal(action);
  };
  return {
    helm: createFencedHelm(helm, { shares, environments }),
    cluster: {
      ...cluster,
      environments,
      unlocker: {
        unlockRelease: async (namespace, helmRelease, revision) => {
          assertActive(`unlocking release "${helmRelease}"`);
          await cluster.unlocker.unlockRelease(namespace, helmRelease, revision);
        },
      },
      strays: {
        removeStray: async (namespace, stray) => {
          assertActive(`pruning namespace "${namespace}"`);
          await cluster.strays.removeStray(namespace, stray);
        },
      },
      drift: {
        ...cluster.drift,
        mendObjects: async (release, ...given) => {
          assertActive(`mending release "${release.helmRelease}"`);
          await cluster.drift.mendObjects(release, ...given);
        },
      },
      namespaces: {
        ...cluster.namespaces,
        deleteNamespace: async (place) => {
          assertActive(`deleting namespace "${place.namespace}"`);
          await cluster.namespaces.deleteNamespace(place);
        },
      },
    },
    github: fenceGitHub(github, assertActive),
  };
}

/** GitHub knows nothing of holders: a replica that was frozen must notice by itself. */
function fenceGitHub(
  github: GitHubReader & GitHubWriter,
  assertActive: (action: string) => void,
): GitHubReader & GitHubWriter {
  return {
    ...github,
    ensureComment: async (...given) => {
      assertActive('writing a comment');
      return await github.ensureComment(...given);
    },
    ensureDeployment: async (...given) => {
      assertActive('making a deployment');
      return await github.ensureDeployment(...given);
    },
    createDeploymentStatus: async (...given) => {
      assertActive('telling of a deployment');
      await github.createDeploymentStatus(...given);
    },
    ensureCheckRun: async (...given) => {
      assertActive('writing a check run');
      await github.ensureCheckRun(...given);
    },
    removeLabel: async (...given) => {
      assertActive('removing a label');
      await github.removeLabel(...given);
    },
  };
}
