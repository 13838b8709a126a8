import { closestMatch } from 'leven';

/** Tells the way out for a name that is not known: the nearest known one, or all there are. */
export function suggestName(name: string, known: readonly string[]): string {
  const nearest = name.length > longestName ? undefined : findNearest(name, known);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  if (known.length === 0) return 'There is none to choose from.';
  if (known.length === 1) return `The only one there is: ${quoteNames(known)}.`;
  return `There are: ${quoteNames(known)}.`;
}

// Comparing is quadratic in the length, and the name comes from anybody.
const longestName = 100;

/** Swapped letters count as two edits, which is too much for short names: they are looked for by themselves. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const swapped = known.find((other) => sortLetters(other) === sortLetters(name));
  return swapped ?? closestMatch(name, known, { maxDistance: mostEdits(name) });
}

function sortLetters(name: string): string {
  return Array.from(name.toLowerCase()).toSorted().join('');
}

/** One slip in a short name, up to three in a long one: more would suggest words that have nothing in common. */
function mostEdits(name: string): number {
  return Math.min(3, Math.ceil(name.length / 3));
}

const mostNames = 20;

function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  return names.length > mostNames ? `${shown.join(', ')} and ${names.length - mostNames} more` : shown.join(', ');
}
