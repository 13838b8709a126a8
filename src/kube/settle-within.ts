/** Resolves with a promise; rejects when one of the signals ends before. */
export async function settleWithin(promise: Promise<unknown>, signals: readonly AbortSignal[]): Promise<void> {
  const ended = Promise.withResolvers<never>();
  const end = (event: Event) => ended.reject((event.target as AbortSignal).reason as Error);
  for (const signal of signals) signal.throwIfAborted();
  for (const signal of signals) signal.addEventListener('abort', end);
  try {
    await Promise.race([promise, ended.promise]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}
