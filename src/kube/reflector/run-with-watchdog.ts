/**
 * Runs a request that is ended by the signal given, or when nothing was heard for too long: a connection whose other end
 * is gone without a word stays open for hours.
 */
export async function runWithWatchdog<T>(
  { signal, quietMs, answerMs = quietMs }: Watchdog,
  run: (signal: AbortSignal, onHeard: () => void) => Promise<T>,
): Promise<T> {
  const request = new AbortController();
  const end = () => request.abort(signal.reason);
  const giveUp = () => request.abort(new DOMException('nothing was heard', 'TimeoutError'));
  let timer = setTimeout(giveUp, answerMs);
  const onHeard = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, quietMs);
  };
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    return await run(request.signal, onHeard);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

interface Watchdog {
  readonly signal: AbortSignal;
  readonly quietMs: number;
  /** How long nothing may be heard at first; as long as later, if not given. */
  readonly answerMs?: number;
}
