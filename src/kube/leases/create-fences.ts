import { CoordinationV1Api, PatchStrategy, setHeaderOptions, V1MicroTime, type V1Lease } from '@kubernetes/client-node';
import type { Fences, Holder, Raised } from '../../engine/ports/fences.ts';
import type { Environment } from '../../environment/environment.ts';
import { environmentResource } from '../../environment/render-custom-resource-definition.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isAlreadyExists, isConflict, isNotFound, toEngineError } from '../errors.ts';

interface FencesOptions {
  readonly client: KubeClient;
  /** The namespace of berth, where the environments are. */
  readonly namespace: string;
}

const { group, version: groupVersion, kind } = environmentResource;
const apiVersion = `${group}/${groupVersion}`;
const labels = { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/lease': 'environment' };
const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
/** Each time anew from what is there: two replicas may each believe for a moment that it falls to them. */
const mostTries = 5;

/** Keeps a Lease for each environment, of its name; it goes with the environment, which owns it. */
export function createFences({ client, namespace }: FencesOptions): Fences {
  const api = client.api(CoordinationV1Api);
  return {
    raise: (environment, holder) =>
      guard('raising', environment.name, () => raise({ api, namespace, environment, holder })),
    renew: (name, version) =>
      guard('renewing', name, () =>
        unlessWritten(async () => {
          const body = { metadata: { resourceVersion: version }, spec: { renewTime: new V1MicroTime().toISOString() } };
          return readVersion(await api.patchNamespacedLease({ namespace, name, body }, mergePatch));
        }),
      ),
  };
}

async function guard<T>(doing: string, name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toEngineError(`${doing} the lease of the environment "${name}"`, error);
  }
}

interface Raise {
  readonly api: CoordinationV1Api;
  readonly namespace: string;
  readonly environment: Pick<Environment, 'name' | 'uid'>;
  readonly holder: Holder;
}

async function raise(options: Raise): Promise<Raised> {
  for (let tries = 1; ; tries += 1) {
    const found = await read(options);
    const epoch = readEpoch(found, options.environment);
    if (epoch > options.holder.epoch) return { kind: 'behind', epoch };
    const version = await unlessWritten(() => write(options, found));
    if (version !== undefined) return { kind: 'raised', version };
    if (tries === mostTries) throw new Error('it is written again and again');
  }
}

async function read({ api, namespace, environment: { name } }: Raise): Promise<V1Lease | undefined> {
  try {
    return await api.readNamespacedLease({ namespace, name });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** One that is left of an environment of the same name says nothing of this one, and is about to go with that. */
function readEpoch(found: V1Lease | undefined, { uid }: Pick<Environment, 'uid'>): number {
  const isOwn = found?.metadata?.ownerReferences?.some((owner) => owner.uid === uid) === true;
  return isOwn ? (found.spec?.leaseTransitions ?? 0) : 0;
}

async function write({ api, namespace, environment, holder }: Raise, found: V1Lease | undefined): Promise<string> {
  const { name, uid } = environment;
  const now = new V1MicroTime();
  const ownerReferences = [{ apiVersion, kind, name, uid }];
  const spec = { holderIdentity: holder.identity, leaseTransitions: holder.epoch };
  if (found === undefined) {
    const body = { metadata: { name, labels, ownerReferences }, spec: { ...spec, acquireTime: now, renewTime: now } };
    return readVersion(await api.createNamespacedLease({ namespace, body }));
  }
  const times = { acquireTime: now.toISOString(), renewTime: now.toISOString() };
  const metadata = { resourceVersion: found.metadata?.resourceVersion, ownerReferences };
  const body = { metadata, spec: { ...spec, ...times } };
  return readVersion(await api.patchNamespacedLease({ namespace, name, body }, mergePatch));
}

/** `undefined` where somebody has written meanwhile, or taken it away. */
async function unlessWritten<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (isConflict(error) || isNotFound(error) || isAlreadyExists(error)) return undefined;
    throw error;
  }
}

function readVersion({ metadata }: V1Lease): string {
  return metadata?.resourceVersion ?? '';
}
