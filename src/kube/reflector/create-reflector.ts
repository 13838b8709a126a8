import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { createKnown } from '../create-known.ts';
import type { RawObject } from '../raw-object.ts';
import { followObjects, type FollowTiming } from './follow-objects.ts';
import { createObjectCache, type CacheOptions } from './object-cache.ts';

/** Keeps what is under one path of the API current. */
export interface Reflector<T> {
  /** Of one namespace, or of all. The same array as before where nothing has changed. */
  list(namespace?: string): readonly T[];
  /** What belongs to no namespace has the namespace `''`. */
  get(namespace: string, name: string): T | undefined;
  /** When the state that is known of an object was heard of, by the clock of this machine. */
  heardAtMs(namespace: string, name: string): number | undefined;
  /**
   * Takes a state that was read or written beside the watch, unless a newer one is known. Returns whether it was news; does
   * not call `onChange`, since whoever puts it knows.
   */
  put(object: RawObject): boolean;
  /** Takes that an object was not there any more at a version that was read beside the watch. Does not call `onChange` either. */
  drop(namespace: string, name: string, version: string): void;
  /** Resolves once all is known; rejects when the signal ends, or the reflector. */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** Resolves once nothing of it runs any more. */
  stop(): Promise<void>;
}

export interface ReflectorOptions<T> extends CacheOptions<T> {
  readonly client: KubeClient;
  /** `/api/v1/pods`, `/apis/apps/v1/namespaces/x/deployments`. */
  readonly path: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly log: Logger;
  readonly timing?: Partial<FollowTiming>;
  /** Called with what went wrong each time something does, and with `undefined` each time it goes on well. */
  readonly onTrouble?: (trouble: unknown) => void;
}

const usualTiming: FollowTiming = {
  quietMs: 90_000,
  answerMs: 15_000,
  watchSeconds: 240,
  firstBackoffMs: 250,
  longestBackoffMs: 15_000,
  listSpreadMs: 1_000,
};

/** Starts at once, and nothing ends it but `stop`. `onChange` is also called for each object that it finds at first. */
export function createReflector<T>(options: ReflectorOptions<T>): Reflector<T> {
  const { client, path, labelSelector, fieldSelector, log } = options;
  const timing = { ...usualTiming, ...options.timing };
  const stopping = new AbortController();
  const synced = createKnown();
  const guard = createGuard(path, log);
  const cache = createObjectCache<T>({
    project: (object) => guard(() => options.project(object)),
    onChange: (value, change) => guard(() => options.onChange(value, change)),
  });
  const query = {
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  };
  const request = { client, path, query, signal: stopping.signal, quietMs: timing.quietMs };
  const meter = client.watches.follow(path);
  const running = followObjects({
    request,
    cache,
    timing,
    meter,
    log,
    onListed: synced.note,
    onTrouble: (trouble) => guard(() => options.onTrouble?.(trouble)),
  });
  return {
    list: (namespace) => cache.list(namespace),
    get: (namespace, name) => cache.get(namespace, name),
    heardAtMs: (namespace, name) => cache.heardAtMs(namespace, name),
    put: (object) => cache.put(object),
    drop: (namespace, name, version) => cache.drop(namespace, name, version),
    whenSynced: (signal) => synced.until(signal, stopping.signal),
    stop: async () => {
      stopping.abort();
      await running;
      meter.end();
    },
  };
}

/** What one object holds must not end the watch over all others. */
function createGuard(path: string, log: Logger): <Result>(run: () => Result) => Result | undefined {
  return (run) => {
    try {
      return run();
    } catch (err) {
      log.error({ path, err }, 'taking a change of the cluster fails');
      return undefined;
    }
  };
}
