import { PatchStrategy } from '@kubernetes/client-node';
import type { KubeClient } from '../create-kube-client.ts';
import { helmManager } from '../objects/touch.ts';
import { isRawObject, type RawObject } from '../raw-object.ts';

interface Apply {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** `All`: nothing is written, the server only says how the object would be. */
  readonly dryRun?: 'All';
}

const requestTimeoutMs = 30_000;

/** Applies an object the way Helm does, also over what others wrote; resolves to it as it is then, or would be. */
export async function applyAsHelm(
  client: KubeClient,
  { path, object, dryRun }: Apply,
  signal: AbortSignal,
): Promise<RawObject> {
  const query = { fieldManager: helmManager, force: 'true', ...(dryRun !== undefined && { dryRun }) };
  const body = await client.open(path, {
    query,
    patch: { type: PatchStrategy.ServerSideApply, body: JSON.stringify(object) },
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
  });
  const answer: unknown = await new Response(body).json();
  if (!isRawObject(answer)) throw new Error('the answer is no object');
  return answer;
}
