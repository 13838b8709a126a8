import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { AppliedRelease, ObjectName } from '../../engine/ports/drift.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { readObject } from '../read-object.ts';
import { unpackRelease } from '../world/helm-record.ts';

/** An object as Helm applied it: whole, and ready to be applied once more. */
export interface AppliedObject extends ObjectName {
  readonly object: Readonly<Record<string, unknown>>;
}

/** Reads what Helm applied with a revision, in the order in which Helm applies it; nothing if it is not the one deployed. */
export async function readAppliedObjects(
  client: KubeClient,
  { namespace, helmRelease, revision }: AppliedRelease,
): Promise<readonly AppliedObject[]> {
  const path = `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.${helmRelease}.v${revision}`;
  const record = await readObject(client, path);
  if (record?.metadata.labels?.['status'] !== 'deployed') return [];
  const { release } = z.object({ release: z.string() }).parse(record.data);
  return parseDocuments(unpackRelease(release).manifest)
    .flatMap(listItems)
    .flatMap((document) => toApplied(document, { namespace, helmRelease }));
}

/** As Helm reads it: `0644` is a number in octal, `yes` is true, and a date is a text. */
function parseDocuments(manifest: string): readonly unknown[] {
  const documents = parseAllDocuments(manifest, {
    version: '1.1',
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !isTime(tag)),
  });
  return documents.map((document) => document.toJS() as unknown);
}

function isTime({ tag, format }: { readonly tag: string; readonly format?: string }): boolean {
  return format === 'TIME' || tag === 'tag:yaml.org,2002:timestamp';
}

function listItems(document: unknown): readonly unknown[] {
  const list = List.safeParse(document).data;
  return list === undefined ? [document] : list.items;
}

const List = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

const Named = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.unknown()).nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** Helm marks all that it applies as its own, and its record does not say so. */
function toApplied(
  document: unknown,
  { namespace, helmRelease }: Pick<AppliedRelease, 'namespace' | 'helmRelease'>,
): readonly AppliedObject[] {
  const parsed = Named.safeParse(document).data;
  if (parsed === undefined) return [];
  const { apiVersion, kind, metadata } = parsed;
  const marked = {
    namespace,
    ...metadata,
    labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      ...metadata.annotations,
      'meta.helm.sh/release-name': helmRelease,
      'meta.helm.sh/release-namespace': namespace,
    },
  };
  return [{ apiVersion, kind, name: metadata.name, object: { ...parsed, metadata: marked } }];
}
