import { z } from 'zod';
import type { KubeClient } from '../create-kube-client.ts';
import { isNotFound } from '../errors.ts';
import { readText } from '../read-text.ts';
import type { CustomKind } from './custom-kind.ts';

/** What the API server says of a kind. */
export interface Discovered {
  /** The path of its group and version. */
  readonly base: string;
  readonly plural: string;
  /** Whether its objects get conditions; `undefined` while the API server has not said what they hold. */
  readonly hasConditions: boolean | undefined;
}

/** Asks the API server how a kind is called in its paths; `undefined` if it knows none in namespaces by that name. */
export async function discoverKind(
  client: KubeClient,
  kind: CustomKind,
  signal: AbortSignal,
): Promise<Discovered | undefined> {
  const base = `/apis/${kind.group}/${kind.version}`;
  const { resources } = Resources.parse(await readJson(client, base, signal));
  const found = resources.find((one) => one.kind === kind.kind && !one.name.includes('/') && one.namespaced);
  if (found === undefined) return undefined;
  const { components } = OpenApi.parse(await readJson(client, `/openapi/v3${base}`, signal));
  return { base, plural: found.name, hasConditions: readHasConditions(Object.values(components.schemas), kind) };
}

const Resources = z.object({
  resources: z
    .array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean().default(false) }))
    .default([]),
});

const Fields = z.object({ properties: z.record(z.string(), z.unknown()).default({}) });
const OpenApi = z.object({
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }).default({ schemas: {} }),
});
const KindSchema = z.object({
  'x-kubernetes-group-version-kind': z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() })),
  properties: z.object({ status: Fields.optional().catch(undefined) }).default({}),
});

function readHasConditions(schemas: readonly unknown[], { group, version, kind }: CustomKind): boolean | undefined {
  const found = schemas
    .flatMap((schema) => KindSchema.safeParse(schema).data ?? [])
    .find((schema) =>
      schema['x-kubernetes-group-version-kind'].some(
        (one) => one.group === group && one.version === version && one.kind === kind,
      ),
    );
  return found && Object.hasOwn(found.properties.status?.properties ?? {}, 'conditions');
}

/** Where there is nothing under a path, it says nothing. */
async function readJson(client: KubeClient, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return JSON.parse(await readText(client, path, {}, signal));
  } catch (error) {
    if (isNotFound(error)) return {};
    throw error;
  }
}
