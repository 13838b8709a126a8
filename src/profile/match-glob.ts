/**
 * True if a path matches a pattern: `*` stands for any part of a name, `?` for one character, `**` for any folders.
 *
 * Written here and not compiled to a regular expression, because patterns come from pull requests: `*a*a*a*a` held the
 * event loop for seconds in a well-known library. A star that has matched is never looked at again once the next one is
 * reached, so the time grows with pattern times path and no faster.
 */
export function matchGlob(pattern: string, path: string): boolean {
  return matchSequence(pattern.split('/'), path.split('/'), { wildcard: '**', isMatch: matchName });
}

function matchName(pattern: string, name: string): boolean {
  const isMatch = (wanted: string, found: string): boolean => wanted === '?' || wanted === found;
  return matchSequence(Array.from(pattern), Array.from(name), { wildcard: '*', isMatch });
}

interface Rules {
  /** The item that stands for any number of items, also for none. */
  readonly wildcard: string;
  readonly isMatch: (wanted: string, found: string) => boolean;
}

function matchSequence(pattern: readonly string[], items: readonly string[], { wildcard, isMatch }: Rules): boolean {
  let [at, wanted] = [0, 0];
  let retry: { at: number; wanted: number } | undefined;
  while (at < items.length) {
    const next = pattern[wanted];
    if (next === wildcard) {
      retry = { at, wanted };
      wanted += 1;
    } else if (next !== undefined && isMatch(next, items[at] ?? '')) {
      at += 1;
      wanted += 1;
    } else if (retry !== undefined) {
      retry.at += 1; // the last wildcard takes one item more
      at = retry.at;
      wanted = retry.wanted + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(wanted).every((rest) => rest === wildcard);
}
