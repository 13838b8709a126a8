import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { deleteNamespace } from '../cluster/client/delete-namespace.ts';

const withinMs = 30_000;
const environment = 'probe';

/**
 * Resolves once the policies that change what is made in the namespaces of environments are in force: the API server takes a
 * moment to compile them, one by one, and until then lets pass what they should change.
 */
export async function untilPoliciesAreInForce(
  config: KubeConfig,
  { prefix, isPlaced = true }: { readonly prefix: string; readonly isPlaced?: boolean },
): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  const metadata = {
    generateName: `${prefix}-probe-`,
    labels: { 'berth.dev/environment': environment },
    annotations: { 'berth.dev/node-selector': 'berth.dev/probe=yes' },
  };
  const name = (await core.createNamespace({ body: { metadata } })).metadata?.name ?? '';
  const isChanged = async () => {
    const body = { metadata: { name: 'probe' }, spec: { containers: [{ name: 'probe', image: 'probe' }] } };
    const pod = await core.createNamespacedPod({ namespace: name, dryRun: 'All', body });
    const warning = await core.createNamespacedEvent({ namespace: name, dryRun: 'All', body: describeWarning(name) });
    const areStamped = [pod, warning].every((one) => one.metadata?.labels?.['berth.dev/environment'] === environment);
    return areStamped && (!isPlaced || pod.spec?.nodeSelector?.['berth.dev/probe'] === 'yes');
  };
  try {
    const deadline = Date.now() + withinMs;
    while (!(await isChanged())) {
      if (Date.now() > deadline) throw new Error('installing the chart of berth: its policies did not come into force');
      await sleep(100);
    }
  } finally {
    await deleteNamespace(config, name);
  }
}

function describeWarning(namespace: string) {
  return { metadata: { name: 'probe' }, type: 'Warning', involvedObject: { kind: 'Pod', name: 'probe', namespace } };
}
