import { setTimeout as sleep } from 'node:timers/promises';
import { Watch, type KubeConfig } from '@kubernetes/client-node';

export interface WatchOptions<T> {
  readonly config: KubeConfig;
  /** Of the list, for example `/api/v1/pods`. */
  readonly path: string;
  readonly labelSelector?: string;
  /** Also told of everything that is there already, and again whenever the connection had to be made anew. */
  readonly onChange: (kind: 'there' | 'gone', object: T) => void;
}

/** Watches objects until the signal ends it: one request, and no asking that would itself take time. */
export async function watchObjects<T>(options: WatchOptions<T>, signal: AbortSignal): Promise<void> {
  const { config, path, labelSelector, onChange } = options;
  const watch = new Watch(config);
  const tell = (type: string, object: T) => {
    if (type === 'DELETED') onChange('gone', object);
    else if (type !== 'ERROR' && type !== 'BOOKMARK') onChange('there', object);
  };
  const query = labelSelector === undefined ? {} : { labelSelector };
  while (!signal.aborted) {
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    try {
      const request = await watch.watch(path, query, tell, () => resolve(undefined));
      const stop = () => request.abort();
      signal.addEventListener('abort', stop, { once: true });
      await ended;
      signal.removeEventListener('abort', stop);
    } catch {
      await sleep(againAfterMs); // the API server is not there: it is what it is asked next that tells
    }
  }
}

const againAfterMs = 500;
