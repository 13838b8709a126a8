import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../progress.ts';

// A name in Linux's abstract namespace (unix(7)): the kernel frees it with the process, so no lock outlives its holder.
const lockName = '\0berth-sandbox-cluster';

/** Runs `work` while no other process of this machine brings the cluster up or down; waits for one that does. */
export async function withClusterLock<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  let lock = await tryToLock();
  if (lock === undefined) progress('waiting for another command that is working on the cluster');
  while (lock === undefined) {
    await sleep(200);
    lock = await tryToLock();
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function tryToLock(): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(lockName, () => resolve(server));
  });
}
