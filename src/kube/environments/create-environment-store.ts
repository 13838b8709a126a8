import { CustomObjectsApi, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import type { EnvironmentStore } from '../../engine/ports/cluster.ts';
import type { Environment } from '../../environment/environment.ts';
import { environmentResource } from '../../environment/render-custom-resource-definition.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isAlreadyExists, isConflict, isNotFound, toEngineError } from '../errors.ts';
import { isRawObject, type RawObject } from '../raw-object.ts';
import { createReflector, type Reflector } from '../reflector/create-reflector.ts';
import { createTurns } from './create-turns.ts';
import { readEnvironment } from './read-environment.ts';
import { toMergePatch, type JsonObject } from './to-merge-patch.ts';

export interface KubeEnvironmentStore extends EnvironmentStore {
  /** Resolves once all environments are known; rejects when the signal ends. */
  whenSynced(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

interface StoreOptions {
  readonly client: KubeClient;
  /** The namespace of berth, where the objects are. */
  readonly namespace: string;
  readonly log: Logger;
}

const { group, version, plural, kind, finalizer } = environmentResource;
const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
/** Each time anew from what is there; a person may be writing as well. */
const mostConflicts = 5;

/** Keeps the `Environment` objects of one namespace. What is no environment is left out and left alone. */
export function createEnvironmentStore({ client, namespace, log }: StoreOptions): KubeEnvironmentStore {
  const api = client.api(CustomObjectsApi);
  const place = { group, version, namespace, plural };
  const listeners = new Set<(name: string) => void>();
  const tell = (name: string) => {
    for (const listener of listeners) listener(name);
  };
  const reflector = createReflector<Known>({
    client,
    path: `/apis/${group}/${version}/namespaces/${namespace}/${plural}`,
    log,
    project: (raw) => toKnown(raw, log),
    onChange: ({ environment }) => tell(environment.name),
  });
  const writer: Writer = { api, place, reflector, tell, log, inTurn: createTurns() };
  return {
    list: () => reflector.list().map(({ environment }) => environment),
    get: (name) => reflector.get(namespace, name)?.environment,
    create: (name, spec) => guard(`creating the environment "${name}"`, () => create(writer, name, spec)),
    updateSpec: (name, changes) =>
      guard(`changing the environment "${name}"`, () => update(writer, name, 'spec', changes)),
    updateStatus: (name, changes) =>
      guard(`recording the environment "${name}"`, () => update(writer, name, 'status', changes)),
    decideSpec: (name, decide) =>
      guard(`changing the environment "${name}"`, () => decideAndWrite(writer, name, 'spec', decide)),
    decideStatus: (name, decide) =>
      guard(`recording the environment "${name}"`, () => decideAndWrite(writer, name, 'status', decide)),
    listAnew: () => guard('listing the environments', () => listAnew(writer)),
    remove: (name) => guard(`removing the environment "${name}"`, () => remove(writer, name)),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    whenSynced: (signal) => reflector.whenSynced(signal),
    stop: () => reflector.stop(),
  };
}

/** An environment, and the object as it is, which may hold more than is known of it. */
interface Known {
  readonly raw: RawObject;
  readonly environment: Environment;
}

interface Writer {
  readonly api: CustomObjectsApi;
  readonly place: {
    readonly group: string;
    readonly version: string;
    readonly namespace: string;
    readonly plural: string;
  };
  readonly reflector: Reflector<Known>;
  readonly tell: (name: string) => void;
  readonly log: Logger;
  /** Of two writes to one object side by side, one would only be refused and made again. */
  readonly inTurn: ReturnType<typeof createTurns>;
}

function toKnown(raw: RawObject, log: Logger): Known | undefined {
  const { deletionTimestamp, finalizers = [] } = raw.metadata;
  if (deletionTimestamp !== undefined && finalizers.length === 0) return undefined;
  const environment = readEnvironment(raw, log);
  return environment === undefined ? undefined : { raw, environment };
}

async function guard<T>(action: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toEngineError(action, error);
  }
}

async function create(writer: Writer, name: string, spec: object): Promise<Environment> {
  const { api, place, tell } = writer;
  const metadata = { name, finalizers: [finalizer], labels: { 'app.kubernetes.io/managed-by': 'berth' } };
  const body = { apiVersion: `${group}/${version}`, kind, metadata, spec };
  try {
    const { environment } = take(writer, await api.createNamespacedCustomObject({ ...place, body }));
    // As with what is written: where the answer comes before the watch, the watch will tell nothing new.
    tell(name);
    return environment;
  } catch (error) {
    // The answer to an earlier try was lost.
    if (isAlreadyExists(error)) return (await readAnew(writer, name)).environment;
    throw error;
  }
}

async function update(writer: Writer, name: string, part: Part, changes: object): Promise<Environment> {
  const written = await decideAndWrite(writer, name, part, () => changes);
  if (written === undefined) throw new Error('what is always decided was not');
  return written;
}

type Part = 'spec' | 'status';

type Decide = (latest: Environment) => object | undefined;

function decideAndWrite(writer: Writer, name: string, part: Part, decide: Decide): Promise<Environment | undefined> {
  return writer.inTurn(name, () => decideAndWriteNow(writer, name, part, decide));
}

async function decideAndWriteNow(
  writer: Writer,
  name: string,
  part: Part,
  decide: Decide,
): Promise<Environment | undefined> {
  let known = writer.reflector.get(writer.place.namespace, name) ?? (await readAnew(writer, name));
  for (let conflicts = 0; ; conflicts += 1) {
    const changes = decide(known.environment);
    if (changes === undefined) return undefined;
    const patch = toMergePatch(known.raw[part], changes);
    if (Object.keys(patch).length === 0) return known.environment;
    try {
      return await write(writer, known, { part, patch });
    } catch (error) {
      if (!isConflict(error) || conflicts === mostConflicts) throw error;
      known = await readAnew(writer, name);
    }
  }
}

async function write(
  writer: Writer,
  { raw, environment }: Known,
  { part, patch }: { readonly part: Part; readonly patch: JsonObject },
): Promise<Environment> {
  const { api, place, tell } = writer;
  const { name, resourceVersion } = raw.metadata;
  const request = { ...place, name, body: { metadata: { resourceVersion }, [part]: patch } };
  const answer: unknown =
    part === 'spec'
      ? await api.patchNamespacedCustomObject(request, mergePatch)
      : await api.patchNamespacedCustomObjectStatus(request, mergePatch);
  const { environment: written } = take(writer, answer);
  // The watch will tell nothing new of it: pages and reports follow what this process wrote as well.
  if (written.resourceVersion !== environment.resourceVersion) tell(name);
  return written;
}

/** Asked for to be deleted first: as long as the finalizer is on, nothing takes the object away half done. */
async function remove(writer: Writer, name: string): Promise<void> {
  const { api, place, reflector, tell } = writer;
  try {
    const { raw } = await readAnew(writer, name);
    const { uid = '', deletionTimestamp, finalizers = [] } = raw.metadata;
    if (deletionTimestamp === undefined) {
      await api.deleteNamespacedCustomObject({ ...place, name, body: { preconditions: { uid } } });
    }
    const metadata = { uid, finalizers: finalizers.filter((one) => one !== finalizer) };
    const answer: unknown = await api.patchNamespacedCustomObject({ ...place, name, body: { metadata } }, mergePatch);
    if (isRawObject(answer)) reflector.put(answer);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  tell(name);
}

async function listAnew({ api, place, reflector, log }: Writer): Promise<readonly Environment[]> {
  const answer: unknown = await api.listNamespacedCustomObject(place);
  const items = isList(answer) ? answer.items.filter(isRawObject) : [];
  for (const raw of items) reflector.put(raw);
  return items.flatMap((raw) => toKnown(raw, log)?.environment ?? []);
}

function isList(answer: unknown): answer is { readonly items: readonly unknown[] } {
  return typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items);
}

async function readAnew(writer: Writer, name: string): Promise<Known> {
  return take(writer, await writer.api.getNamespacedCustomObject({ ...writer.place, name }));
}

/** Takes what the API server answered, unless something newer is known by now. */
function take({ reflector, log }: Writer, answer: unknown): Known {
  const known = isRawObject(answer) ? toKnown(answer, log) : undefined;
  if (known === undefined) throw new Error('the API server answered with what is no environment');
  reflector.put(known.raw);
  return known;
}
