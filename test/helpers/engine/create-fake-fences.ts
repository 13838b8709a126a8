import type { Fences } from '../../../src/engine/ports/fences.ts';

/** Fences in memory. */
export function createFakeFences(): Fences {
  const fences = new Map<string, { readonly uid: string; readonly epoch: number; readonly version: string }>();
  let version = 0;
  const write = (name: string, fence: { readonly uid: string; readonly epoch: number }) => {
    version += 1;
    fences.set(name, { ...fence, version: String(version) });
    return String(version);
  };
  return {
    raise: ({ name, uid }, { epoch }) => {
      const found = fences.get(name);
      if (found !== undefined && found.uid === uid && found.epoch > epoch) {
        return Promise.resolve({ kind: 'behind', epoch: found.epoch });
      }
      return Promise.resolve({ kind: 'raised', version: write(name, { uid, epoch }) });
    },
    renew: (name, known) => {
      const found = fences.get(name);
      return Promise.resolve(found?.version === known ? write(name, found) : undefined);
    },
  };
}
