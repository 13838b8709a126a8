import { isBuiltInGroup } from '../../manifest/rules/is-built-in-group.ts';

/** A kind that a definition brought into the cluster. */
export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Reads the kind of an object in a chart; `undefined` for one of Kubernetes' own. */
export function readCustomKind({ apiVersion, kind }: Typed): CustomKind | undefined {
  const [, group = '', version = ''] = /^([^/]+)\/([^/]+)$/.exec(apiVersion) ?? [];
  return group === '' || isBuiltInGroup(group) ? undefined : { group, version, kind };
}

interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The same text for the same kind. */
export function identifyKind({ group, version, kind }: CustomKind): string {
  return `${group}/${version}/${kind}`;
}
