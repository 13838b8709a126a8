import type { KubeConfig } from '@kubernetes/client-node';
import { createKubeClient } from '../../../src/kube/create-kube-client.ts';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import { createReflector } from '../../../src/kube/reflector/create-reflector.ts';
import type { Logger } from '../../../src/logger.ts';

interface WatchOptions {
  readonly config: KubeConfig;
  /** Of the API: `/apis/apps/v1/namespaces/x/deployments`. */
  readonly paths: readonly string[];
  /** Is asked of all objects whenever one has changed. What it throws ends the wait. */
  readonly isDone: (objects: readonly RawObject[]) => boolean;
  readonly signal: AbortSignal;
}

/** Watches what lies under paths of the API until it is as it should be. */
export async function watchUntil({ config, paths, isDone, signal }: WatchOptions): Promise<void> {
  const client = createKubeClient(config);
  const done = Promise.withResolvers<undefined>();
  done.promise.catch(() => undefined); // it may come to nothing before anybody waits for it
  let isSynced = false;
  const look = () => {
    if (!isSynced) return;
    try {
      if (isDone(reflectors.flatMap((reflector) => reflector.list()))) done.resolve(undefined);
    } catch (error) {
      done.reject(error);
    }
  };
  const reflectors = paths.map((path) =>
    createReflector<RawObject>({ client, path, project: (object) => object, onChange: look, log: silent }),
  );
  const abort = () => done.reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    await Promise.all(reflectors.map((reflector) => reflector.whenSynced(signal)));
    isSynced = true;
    look();
    await done.promise;
  } finally {
    signal.removeEventListener('abort', abort);
    await Promise.all(reflectors.map((reflector) => reflector.stop()));
    await client.close();
  }
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};
