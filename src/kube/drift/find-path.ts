import { z } from 'zod';
import type { KubeClient } from '../create-kube-client.ts';
import { isNotFound } from '../errors.ts';
import { readText } from '../read-text.ts';

/** Finds the path of objects in a namespace; `undefined` for a kind that the cluster does not have, or that is in none. */
export type FindPath = (client: KubeClient, object: PathParts) => Promise<string | undefined>;

interface PathParts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

type Resources = z.output<typeof Resources>;
const Resources = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** Asks the cluster once for what each version of an API has. */
export function createFindPath(): FindPath {
  const known = new Map<string, Resources['resources']>();
  return async (client, { apiVersion, kind, namespace, name }) => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const find = () => known.get(base)?.find((one) => one.kind === kind && !one.name.includes('/'));
    if (find() === undefined) known.set(base, await readResources(client, base));
    const resource = find();
    if (resource?.namespaced !== true) return undefined;
    return `${base}/namespaces/${namespace}/${resource.name}/${encodeURIComponent(name)}`;
  };
}

async function readResources(client: KubeClient, base: string): Promise<Resources['resources']> {
  try {
    return Resources.parse(JSON.parse(await readText(client, base))).resources;
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}
