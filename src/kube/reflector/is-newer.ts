/**
 * Whether one resource version is later than another. They are whole numbers that grow, in one cluster over all kinds:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.
 */
export function isNewer(version: string, than: string): boolean {
  return version.length === than.length ? version > than : version.length > than.length;
}
