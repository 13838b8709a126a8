type Work<V> = (signal: AbortSignal) => Promise<V>;

interface Shared<V> {
  readonly controller: AbortController;
  readonly result: Promise<V>;
  waiting: number;
}

/** Creates what does a work once for all who want it at the same time. It is given up when the last of them is gone. */
export function createSharedWork<V>(): (key: string, signal: AbortSignal, work: Work<V>) => Promise<V> {
  const running = new Map<string, Shared<V>>();

  function begin(key: string, work: Work<V>): Shared<V> {
    const controller = new AbortController();
    const shared = { controller, result: work(controller.signal), waiting: 0 };
    running.set(key, shared);
    const end = () => forget(key, shared);
    shared.result.then(end, end);
    return shared;
  }

  function forget(key: string, shared: Shared<V>): void {
    if (running.get(key) === shared) running.delete(key);
  }

  return async (key, signal, work) => {
    signal.throwIfAborted();
    const shared = running.get(key) ?? begin(key, work);
    shared.waiting += 1;
    try {
      return await orAbort(shared.result, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        // Before it ends: whoever comes now begins anew.
        forget(key, shared);
        shared.controller.abort();
      }
    }
  };
}

function orAbort<V>(result: Promise<V>, signal: AbortSignal): Promise<V> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    const stop = () => signal.removeEventListener('abort', abort);
    result.then(resolve, reject).finally(stop);
  });
}
