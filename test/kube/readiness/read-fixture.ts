import { readFileSync } from 'node:fs';
import type { LiveKind, LiveObject } from '../../../src/kube/objects/live-object.ts';
import { Pod } from '../../../src/kube/objects/pod.ts';
import { ReplicaSet } from '../../../src/kube/objects/replica-set.ts';
import { Warning } from '../../../src/kube/objects/warning.ts';
import type { Surroundings } from '../../../src/kube/readiness/surroundings.ts';
import { liveKinds } from '../../../src/kube/world/live-kinds.ts';

export interface Fixture {
  readonly object: LiveObject;
  readonly around: Surroundings;
}

/** Reads an object as a cluster once wrote it, with what it had made. `edit` changes the text of it before it is read. */
export function readFixture(name: string, edit: (text: string) => string = (text) => text): Fixture {
  const text = readFileSync(new URL(`../../fixtures/kube/${name}.json`, import.meta.url), 'utf8');
  const { object, replicaSets, pods, warnings } = JSON.parse(edit(text)) as {
    readonly object: { readonly kind: LiveKind };
    readonly replicaSets: readonly unknown[];
    readonly pods: readonly unknown[];
    readonly warnings: readonly unknown[];
  };
  return {
    object: liveKinds[object.kind].schema.parse(object),
    around: {
      replicaSets: replicaSets.map((one) => ReplicaSet.parse(one)),
      pods: pods.map((one) => Pod.parse(one)),
      warnings: warnings.map((one) => Warning.parse(one)),
      waitsForConsumer: (name) => name === 'directory',
      appliedAt: '2026-11-21T07:40:57.600Z',
    },
  };
}
