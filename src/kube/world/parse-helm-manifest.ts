import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { readCustomKind } from '../custom/custom-kind.ts';
import { isDriftIgnored } from '../objects/metadata.ts';

/** An object as a chart asked for it: enough to find the real one. */
export type ManifestObject = Readonly<z.output<typeof ManifestObject>>;
const ManifestObject = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.object({
      name: z.string(),
      namespace: z.string().nullish(),
      annotations: z.record(z.string(), z.string()).nullish().catch(undefined),
    }),
    spec: z.object({ ttlSecondsAfterFinished: z.number().nullish() }).optional().catch(undefined),
  })
  .transform(({ apiVersion, kind, metadata, spec }) => ({
    apiVersion,
    kind,
    /** Of a kind that is not Kubernetes' own. Read once: it is asked for after each event. */
    customKind: readCustomKind({ apiVersion, kind }),
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    /** Kubernetes deletes it when it is done. */
    isShortLived: kind === 'Job' && typeof spec?.ttlSecondsAfterFinished === 'number',
    isDriftIgnored: isDriftIgnored(metadata.annotations ?? {}),
  }));

const List = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

/** Lists the objects in the text that Helm applied, in the namespace given unless they name one. Throws if it is no YAML. */
export function parseHelmManifest(manifest: string, namespace: string): readonly ManifestObject[] {
  return loadAll(manifest)
    .flatMap(listItems)
    .map((document) => ManifestObject.safeParse(document))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
    .map((object) => (object.namespace === '' ? { ...object, namespace } : object));
}

function listItems(document: unknown): readonly unknown[] {
  const list = List.safeParse(document);
  return list.success ? list.data.items : [document];
}
