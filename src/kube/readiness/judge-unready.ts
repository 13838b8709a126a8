import type { Readiness, Trouble } from '../../engine/ports/world.ts';
import { nameObject, type LiveObject, type NamedObject } from '../objects/live-object.ts';

/** What an object is that is not ready: failed if that was found to be final. */
export function judgeUnready(object: LiveObject, waitsFor: string, findings: readonly Finding[]): Readiness {
  const final = findings.find(({ isFinal }) => isFinal);
  if (final !== undefined) return { kind: 'failed', trouble: final.trouble };
  return settling(object, waitsFor, findings[0]?.trouble);
}

export type Settling = Extract<Readiness, { kind: 'settling' }>;

/** A trouble that was found, and whether nothing that waiting would mend it. */
export interface Finding {
  readonly isFinal: boolean;
  readonly trouble: Trouble;
}

export const ready: Readiness = { kind: 'ready' };

export function settling(object: NamedObject, waitsFor: string, trouble?: Trouble): Settling {
  return { kind: 'settling', trouble, waitsFor: `${nameObject(object)}: ${waitsFor}` };
}
