import { UserError } from '../../sandbox/user-error.ts';
import type { Form } from './comparison.ts';

interface Pickable {
  readonly form: Form;
  readonly scenarios: readonly string[];
}

export interface Choice {
  /** Names of scenarios; without them all that are not only for being asked for. */
  readonly scenario?: readonly string[];
  readonly quick?: boolean;
}

/** Picks what the command line asks for. Throws a UserError that lists the names if there is none of a name. */
export function pickScenarios<T extends Pickable>(all: readonly T[], { scenario: named, quick }: Choice): readonly T[] {
  const known = new Set(all.flatMap(({ scenarios }) => scenarios));
  const unknown = named?.find((name) => !known.has(name));
  if (unknown !== undefined) throw new UserError(`there is no scenario "${unknown}": use ${[...known].join(', ')}`);
  return all.filter(({ form, scenarios }) => {
    if (quick === true && form === 'whole') return false;
    return named === undefined ? form !== 'named' : scenarios.some((name) => named.includes(name));
  });
}
