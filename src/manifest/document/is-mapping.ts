/** True for a YAML mapping as it was read: keys with values, and neither a list nor empty. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
