import type { Readiness } from '../../engine/ports/world.ts';
import type { LiveObject } from '../objects/live-object.ts';
import type { JobEnd } from './judge-gone-job.ts';
import { judgeMissing } from './judge-missing.ts';
import { judgeObject } from './judge-object.ts';
import type { Surroundings } from './surroundings.ts';

/** An object that Helm has written, and how it is. */
export interface WrittenObject {
  /** `Kind/name`. */
  readonly name: string;
  readonly live: LiveObject | undefined;
  /** It takes itself away when it is done, or is nobody's to put back, so that it is missing says nothing. */
  readonly mayBeGone: boolean;
  /** Of a Job that may be gone. */
  readonly end?: JobEnd | undefined;
}

/** One that was judged already. */
export interface JudgedObject {
  readonly verdict: Readiness;
}

/** Judges all objects of a release: one that failed makes it failed, one that is not ready keeps it from being ready. */
export function determineReadiness(
  objects: readonly (WrittenObject | JudgedObject)[],
  surroundings: Surroundings,
): Readiness {
  const verdicts = objects.map((object) => {
    if ('verdict' in object) return object.verdict;
    return object.live === undefined ? judgeMissing(object, surroundings) : judgeObject(object.live, surroundings);
  });
  const failed = verdicts.find(({ kind }) => kind === 'failed');
  if (failed !== undefined) return failed;
  const settling = verdicts.filter((verdict) => verdict.kind === 'settling');
  if (settling.length === 0) {
    const heardMs = verdicts.flatMap((verdict) => (verdict.kind === 'ready' ? (verdict.heardAtMs ?? []) : []));
    return { kind: 'ready', ...(heardMs.length > 0 && { heardAtMs: Math.max(...heardMs) }) };
  }
  const againMs = settling.flatMap(({ againAtMs }) => againAtMs ?? []);
  return {
    kind: 'settling',
    trouble: settling.find(({ trouble }) => trouble !== undefined)?.trouble,
    waitsFor: listSome(settling.map(({ waitsFor }) => waitsFor)),
    ...(againMs.length > 0 && { againAtMs: Math.min(...againMs) }),
  };
}

const mostNamed = 3;

function listSome(texts: readonly string[]): string {
  const more = texts.length - mostNamed;
  return [...texts.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
