import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface HostLockOptions {
  /** What the lock is for, in a word or two with dashes. */
  readonly name: string;
  /** Called once where another process has it. */
  readonly onWait?: (() => void) | undefined;
}

/** Runs `work` while no other process of this machine runs something under the same lock; waits for one that does. */
export async function withHostLock<T>({ name, onWait }: HostLockOptions, work: () => Promise<T>): Promise<T> {
  // A name in Linux's abstract namespace (unix(7)): the kernel frees it with the process, so no lock outlives its holder.
  const address = `\0berth-sandbox-${name}`;
  let lock = await tryToLock(address);
  if (lock === undefined) onWait?.();
  while (lock === undefined) {
    await sleep(200);
    lock = await tryToLock(address);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function tryToLock(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}
