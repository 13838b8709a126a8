const longestLine = 500;

/** Writes what Kubernetes said as one line. */
export function toLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1)}…`;
}
