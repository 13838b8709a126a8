import { createHash } from 'node:crypto';
import { isMapping } from '../manifest/document/is-mapping.ts';

/** Everything that decides what Helm would do. */
export interface ReleaseInputs {
  readonly chartDigest: string;
  /** What the values files hold, in their order. */
  readonly valuesFiles: readonly string[];
  readonly values: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

/** Determines what stands for all inputs of a release: as long as it is the same, there is nothing for Helm to do. */
export function determineReleaseDigest({ chartDigest, valuesFiles, values, outputs, flags }: ReleaseInputs): string {
  const text = renderCanonicalJson({ chartDigest, valuesFiles, values, outputs, flags });
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Renders JSON so that the same content is the same text, whatever the order in which its keys were written. */
export function renderCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isMapping(inner) ? sortKeys(inner) : inner));
}

function sortKeys(mapping: object): object {
  // By code unit, and not as a language sorts: two machines must come to the same order.
  return Object.fromEntries(Object.entries(mapping).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
