import { CoordinationV1Api, PatchStrategy, setHeaderOptions, V1MicroTime, type V1Lease } from '@kubernetes/client-node';
import { EngineError } from '../../engine/engine-error.ts';
import type { Fences, Holder, Raised } from '../../engine/ports/fences.ts';
import type { Environment } from '../../environment/environment.ts';
import { environmentResource } from '../../environment/render-custom-resource-definition.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isAlreadyExists, isConflict, isNotFound, toEngineError } from '../errors.ts';
import { unlessGone } from '../unless-gone.ts';

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
      guard('renewing', name, () => {
        const body = { metadata: { resourceVersion: version }, spec: { renewTime: new V1MicroTime().toISOString() } };
        return patch({ api, namespace, name, body });
      }),
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
  const { api, namespace, environment, holder } = options;
  for (let tries = 1; ; tries += 1) {
    const found = await unlessGone(() => api.readNamespacedLease({ namespace, name: environment.name }));
    const epoch = readEpoch(found, environment);
    if (epoch > holder.epoch) return { kind: 'behind', epoch };
    const version = await (found === undefined ? create(options) : overwrite(options, found));
    if (version !== undefined) return { kind: 'raised', version };
    if (tries === mostTries) throw new EngineError('trying again and again', { reason: 'ApiUnavailable', fields: {} });
  }
}

/** One that is left of an environment of the same name says nothing of this one, and is about to go with that. */
function readEpoch(found: V1Lease | undefined, { uid }: Pick<Environment, 'uid'>): number {
  const isOwn = found?.metadata?.ownerReferences?.some((owner) => owner.uid === uid) === true;
  return isOwn ? (found.spec?.leaseTransitions ?? 0) : 0;
}

async function create({ api, namespace, environment, holder }: Raise): Promise<string | undefined> {
  const now = new V1MicroTime();
  const metadata = { name: environment.name, labels, ownerReferences: buildOwners(environment) };
  const spec = { ...buildHolder(holder), acquireTime: now, renewTime: now };
  try {
    return readVersion(await api.createNamespacedLease({ namespace, body: { metadata, spec } }));
  } catch (error) {
    if (isAlreadyExists(error)) return undefined;
    throw error;
  }
}

function overwrite({ api, namespace, environment, holder }: Raise, found: V1Lease): Promise<string | undefined> {
  const now = new V1MicroTime().toISOString();
  const metadata = {
    resourceVersion: found.metadata?.resourceVersion,
    ownerReferences: buildOwners(environment),
  };
  const body = { metadata, spec: { ...buildHolder(holder), acquireTime: now, renewTime: now } };
  return patch({ api, namespace, name: environment.name, body });
}

function buildOwners({ name, uid }: Pick<Environment, 'name' | 'uid'>) {
  return [{ apiVersion, kind, name, uid }];
}

function buildHolder({ identity, epoch }: Holder) {
  return { holderIdentity: identity, leaseTransitions: epoch };
}

interface Patch {
  readonly api: CoordinationV1Api;
  readonly namespace: string;
  readonly name: string;
  readonly body: object;
}

/** Resolves to the new version, or to `undefined` where somebody has written meanwhile, or taken it away. */
async function patch({ api, ...request }: Patch): Promise<string | undefined> {
  try {
    return readVersion(await api.patchNamespacedLease(request, mergePatch));
  } catch (error) {
    if (isConflict(error) || isNotFound(error)) return undefined;
    throw error;
  }
}

function readVersion({ metadata }: V1Lease): string {
  return metadata?.resourceVersion ?? '';
}
