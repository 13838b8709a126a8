import type { Environment } from '../../environment/environment.ts';
import type { ReleaseDriftStatus } from '../../environment/release-status.ts';
import { joinPhrases, own, say, type Phrase } from '../text/phrase.ts';

const mostTold = 5;
const mostFields = 3;

/** A sentence for each object that somebody changed or deleted since it was deployed; what is still so comes first. */
export function listDrift({ status }: Environment): readonly Phrase[] {
  const all = status.releases
    // Of one that failed for it, that is told as what is in the way.
    .filter(({ reason }) => reason !== 'Drifted')
    .flatMap(({ id, drift = [] }) => drift.map((one) => ({ ...one, id })))
    .toSorted((one, other) => Number(one.state === 'mended') - Number(other.state === 'mended'));
  const more = all.length - mostTold;
  return [
    ...all.slice(0, mostTold).map(describeDrift),
    ...(more > 0 ? [say`${more} more ${own(more === 1 ? 'object was' : 'objects were')} changed by hand.`] : []),
  ];
}

function describeDrift({
  id,
  object,
  change,
  fields = [],
  by = [],
  state,
}: ReleaseDriftStatus & { id: string }): Phrase {
  const who = by.length === 0 ? own('by hand') : say`with ${list(by)}`;
  const what =
    change === 'deleted'
      ? say`${object} of ${id} was deleted by hand`
      : say`${object} of ${id} was changed ${who}${fields.length === 0 ? [] : say` in ${list(fields)}`}`;
  return say`${what}${own(ends[state])}`;
}

const ends = {
  left: ' and is left so.',
  mending: ' and is being put back.',
  mended: ' and has been put back.',
} as const satisfies Readonly<Record<ReleaseDriftStatus['state'], string>>;

function list(names: readonly string[]): Phrase {
  const more = names.length - mostFields;
  const shown = names.slice(0, mostFields).map((name) => say`${name}`);
  return joinPhrases([...shown, ...(more > 0 ? [say`${more} more`] : [])], ', ');
}
