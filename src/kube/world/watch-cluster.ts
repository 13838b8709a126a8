import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import type { LiveKind, LiveObject } from '../objects/live-object.ts';
import type { StorageClass } from '../objects/storage-class.ts';
import { Warning } from '../objects/warning.ts';
import type { Metadata } from '../objects/metadata.ts';
import { createReflector, type Reflector, type ReflectorOptions } from '../reflector/create-reflector.ts';
import { liveKinds } from './live-kinds.ts';
import { watchStorageClasses } from './watch-storage-classes.ts';

/** The label that says whose an object is. It is stamped on all that is made in the namespace of an environment. */
export const environmentLabel = 'berth.dev/environment';

/** What is watched in all environments at once: one watch a kind, however many environments there are. */
export interface ClusterWatch {
  readonly live: { readonly [Kind in LiveKind]: Reflector<Extract<LiveObject, { kind: Kind }>> };
  readonly warnings: Reflector<Warning>;
  readonly storageClasses: Reflector<StorageClass>;
  /** Resolves once all that belongs to environments is known, and what it is judged by. */
  whenSynced(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

interface ClusterWatchOptions {
  readonly client: KubeClient;
  readonly log: Logger;
  readonly onChange: (metadata: Metadata) => void;
  /** Called with what is not there any more, as it was last, before `onChange`. */
  readonly onGone: (object: LiveObject) => void;
}

/**
 * Of events the API server sends no bookmarks, so where nothing goes wrong their watch is silent. It ends, and goes on, before
 * berth gives up waiting for a word. What it goes on from is known for five to ten minutes: no more often than that a silent
 * one is listed anew.
 */
const warningSeconds = 30;

export function watchCluster({ client, log, onChange, onGone }: ClusterWatchOptions): ClusterWatch {
  const tell = ({ metadata }: { readonly metadata: Metadata }) => onChange(metadata);
  const ofEnvironments = { client, log, labelSelector: environmentLabel, onChange: tell };
  const live = watchLive(ofEnvironments, onGone);
  const warnings = createReflector<Warning>({
    ...ofEnvironments,
    path: '/api/v1/events',
    fieldSelector: 'type=Warning',
    timing: { watchSeconds: warningSeconds },
    project: (object) => Warning.parse(object),
  });
  const storageClasses = watchStorageClasses(client, log);
  const all: readonly Reflector<unknown>[] = [...Object.values(live), warnings, storageClasses];
  return {
    live,
    warnings,
    storageClasses,
    whenSynced: async (signal) => {
      await Promise.all(all.map((reflector) => reflector.whenSynced(signal)));
    },
    stop: async () => {
      await Promise.all(all.map((reflector) => reflector.stop()));
    },
  };
}

type CommonOptions = Pick<ReflectorOptions<LiveObject>, 'client' | 'log' | 'labelSelector' | 'onChange'>;

function watchLive(common: CommonOptions, onGone: ClusterWatchOptions['onGone']): ClusterWatch['live'] {
  const onChange = (object: LiveObject, change: 'set' | 'removed') => {
    if (change === 'removed') onGone(object);
    common.onChange(object, change);
  };
  return Object.fromEntries(
    Object.entries(liveKinds).map(([kind, { base, plural, schema }]) => {
      const project = (object: object) => schema.parse({ ...object, kind });
      return [kind, createReflector<LiveObject>({ ...common, path: `${base}/${plural}`, project, onChange })];
    }),
  ) as ClusterWatch['live'];
}
