import { PatchStrategy, setHeaderOptions, type NetworkingV1Api, type V1Ingress } from '@kubernetes/client-node';
import { isOurs } from './cluster-view.ts';

const address = '127.0.0.1';

/**
 * Writes the gateway's address into an Ingress's status, as every ingress controller does: tools that wait for an Ingress wait for that.
 * Does nothing where it stands already. A failure is not an error of the gateway: the next event about the Ingress tries again.
 */
export async function publishAddress(api: NetworkingV1Api, ingress: V1Ingress): Promise<void> {
  const name = ingress.metadata?.name;
  const namespace = ingress.metadata?.namespace;
  const published = ingress.status?.loadBalancer?.ingress?.some(({ ip }) => ip === address);
  if (name === undefined || namespace === undefined || published === true || !isOurs(ingress)) return;
  const body = { status: { loadBalancer: { ingress: [{ ip: address }] } } };
  const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  await api.patchNamespacedIngressStatus({ name, namespace, body }, options).catch(() => undefined);
}
