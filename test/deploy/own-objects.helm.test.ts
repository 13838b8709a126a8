import { join } from 'node:path';
import {
  loadAllYaml,
  type KubernetesObject,
  type V1ClusterRole,
  type V1ValidatingAdmissionPolicy,
} from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { useHelm } from '../helpers/helm.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const helm = useHelm();
/** What it may do everywhere, and in environments; what its own namespace lets it do is of no other. */
const ofBerth: readonly string[] = ['berth', 'berth-environment'];
const reading: readonly string[] = ['get', 'list', 'watch', 'bind'];
/** These are in no namespace, and have a policy of their own. */
const clusterWide: readonly string[] = ['namespaces'];

test('a policy looks at all that berth may write in any namespace, and at nothing that only others write', async () => {
  const objects = await render();

  const roles = objects.filter(
    ({ kind, metadata }) => kind === 'ClusterRole' && ofBerth.includes(metadata?.name ?? ''),
  );
  const policy = objects.find(
    ({ metadata, kind }) => kind.endsWith('Policy') && metadata?.name?.endsWith('own-objects'),
  );
  const written = roles
    .flatMap((role) => (role as V1ClusterRole).rules ?? [])
    .filter(({ verbs }) => verbs.some((verb) => !reading.includes(verb)))
    .flatMap(({ apiGroups, resources }) => toNames(apiGroups, resources));
  const rules = (policy as V1ValidatingAdmissionPolicy).spec?.matchConstraints?.resourceRules ?? [];
  const lookedAt = rules.flatMap(({ apiGroups, resources }) => toNames(apiGroups, resources));
  for (const { operations } of rules) expect(operations).toEqual(['CREATE', 'UPDATE', 'DELETE']);
  expect(written).toContain('rbac.authorization.k8s.io/rolebindings');
  expect(lookedAt.toSorted()).toEqual(written.filter((name) => !clusterWide.includes(name)).toSorted());
});

function toNames(groups: readonly string[] = [], resources: readonly string[] = []): readonly string[] {
  return groups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${group}/${resource}`)));
}

async function render(): Promise<readonly (KubernetesObject & { readonly kind: string })[]> {
  const args = ['template', 'berth', join(repositoryRoot, 'deploy/berth'), '--kube-version', '1.36.0'];
  const { stdout } = await helm(args);
  return (loadAllYaml(stdout) as (KubernetesObject | null)[]).flatMap((object) =>
    object?.kind === undefined ? [] : [{ ...object, kind: object.kind }],
  );
}
