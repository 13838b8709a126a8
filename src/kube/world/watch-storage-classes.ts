import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { createKnown } from '../create-known.ts';
import { isForbidden } from '../errors.ts';
import { StorageClass } from '../objects/storage-class.ts';
import { createReflector, type Reflector } from '../reflector/create-reflector.ts';

/** Watches the storage classes. An operator may keep the right to read them from berth: it is then not waited for. */
export function watchStorageClasses(client: KubeClient, log: Logger): Reflector<StorageClass> {
  const known = createKnown();
  const reflector = createReflector<StorageClass>({
    client,
    log,
    path: '/apis/storage.k8s.io/v1/storageclasses',
    project: (object) => StorageClass.parse({ ...object, kind: 'StorageClass' }),
    onChange: () => undefined,
    onTrouble: (trouble) => {
      if (trouble === undefined || isForbidden(trouble)) known.note();
    },
  });
  return {
    ...reflector,
    whenSynced: (signal) => known.until(signal),
    stop: async () => {
      // Nobody judges claims any more: whoever waits goes on.
      known.note();
      await reflector.stop();
    },
  };
}
