/** Something that becomes known once. It is asked for in every pass, by when it has mostly long been known. */
export interface Known {
  readonly note: () => void;
  /** Resolves once it is known; rejects when one of the signals ends, or has ended. */
  readonly until: (...signals: readonly AbortSignal[]) => Promise<void>;
}

export function createKnown(): Known {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let isKnown = false;
  return {
    note: () => {
      isKnown = true;
      resolve(undefined);
    },
    until: async (...signals) => {
      for (const signal of signals) signal.throwIfAborted();
      if (!isKnown) await settleWithin(promise, signals);
    },
  };
}

async function settleWithin(promise: Promise<unknown>, signals: readonly AbortSignal[]): Promise<void> {
  const ended = Promise.withResolvers<never>();
  const end = (event: Event) => ended.reject((event.target as AbortSignal).reason as Error);
  for (const signal of signals) signal.addEventListener('abort', end);
  try {
    await Promise.race([promise, ended.promise]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}
