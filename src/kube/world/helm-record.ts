import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ObservedRelease } from '../../engine/ports/world.ts';
import type { RawObject } from '../raw-object.ts';
import { parseHelmManifest, type ManifestObject } from './parse-helm-manifest.ts';

/** One revision of a release, as Helm keeps it in a Secret. */
export interface HelmRecord {
  readonly helmRelease: string;
  readonly revision: number;
  readonly status: ObservedRelease['status'];
  readonly digest: string | undefined;
  /** Reads what Helm applied, when it is first asked for: unpacking is dear. `undefined` where it cannot be read. */
  readContent(): HelmContent | undefined;
}

export interface HelmContent {
  /** ISO 8601. */
  readonly appliedAt: string;
  /** The name of the chart, as it says itself. */
  readonly chart: string | undefined;
  /** Without hooks: Helm itself waits for these. */
  readonly objects: readonly ManifestObject[];
  /** Helm writes of each hook when it begins and how it ended. */
  readonly isInHook: boolean;
  /** Names of the Jobs that were hooks and failed. */
  readonly failedHooks: readonly string[];
}

/** Reads a Secret of Helm's; `undefined` if it is no record of a release. */
export function parseHelmRecord({ type, metadata, data }: RawObject): HelmRecord | undefined {
  if (type !== 'helm.sh/release.v1') return undefined;
  const labels = Labels.safeParse(metadata.labels);
  if (!labels.success) return undefined;
  const { name, version, status } = labels.data;
  // Nobody asks what a revision held that another has taken the place of.
  let packed = status === 'superseded' ? undefined : Data.safeParse(data).data?.release;
  let content: HelmContent | undefined;
  return {
    helmRelease: name,
    revision: version,
    status,
    digest: labels.data['berth.dev/digest'],
    readContent: () => {
      if (packed !== undefined) content = unpack(packed);
      packed = undefined;
      return content;
    },
  };
}

const statuses = [
  'deployed',
  'failed',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
  'uninstalled',
  'superseded',
  'unknown',
] as const satisfies readonly ObservedRelease['status'][];

const Labels = z.object({
  name: z.string(),
  version: z.coerce.number().int(),
  status: z.enum(statuses).catch('unknown'),
  'berth.dev/digest': z.string().optional(),
});

const Data = z.object({ release: z.string() });

/** A Secret holds 1 MiB; what it unpacks to is up to its author. Nothing else goes on while it is read. */
const longestUnpacked = 16 * 1024 * 1024;
const longestManifest = 4 * 1024 * 1024;

const Release = z.object({
  info: z.object({ last_deployed: z.string().default('') }),
  manifest: z.string().max(longestManifest).default(''),
  namespace: z.string().default(''),
  chart: z
    .object({ metadata: z.object({ name: z.string() }) })
    .optional()
    .catch(undefined),
  hooks: z
    .array(
      z.object({
        name: z.string().default(''),
        kind: z.string().default(''),
        last_run: z.object({ phase: z.string().default('') }).optional(),
      }),
    )
    .default([]),
});

/** Reads the whole of what a Secret of Helm's holds: in base64 by Kubernetes, in base64 by Helm, packed. Throws if it is none. */
export function unpackRelease(packed: string): z.output<typeof Release> {
  const bytes = Buffer.from(Buffer.from(packed, 'base64').toString('latin1'), 'base64');
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked ? gunzipSync(bytes, { maxOutputLength: longestUnpacked }) : bytes;
  return Release.parse(JSON.parse(text.toString('utf8')));
}

function unpack(packed: string): HelmContent | undefined {
  try {
    const { info, manifest, namespace, chart, hooks } = unpackRelease(packed);
    const isInHook = hooks.some(({ last_run }) => last_run?.phase === 'Running');
    const failedHooks = hooks
      .filter(({ kind, last_run }) => kind === 'Job' && last_run?.phase === 'Failed')
      .map(({ name }) => name);
    return {
      appliedAt: info.last_deployed,
      chart: chart?.metadata.name,
      objects: parseHelmManifest(manifest, namespace),
      isInHook,
      failedHooks,
    };
  } catch {
    return undefined;
  }
}
