/**
 * Runs a request that is ended by the signal given, or when nothing was heard for too long: a connection whose other end
 * is gone without a word stays open for hours.
 */
export async function runWithWatchdog<T>(
  { signal, quietMs }: { readonly signal: AbortSignal; readonly quietMs: number },
  run: (signal: AbortSignal, onHeard: () => void) => Promise<T>,
): Promise<T> {
  const request = new AbortController();
  const end = () => request.abort(signal.reason);
  const timer = setTimeout(() => request.abort(new DOMException('nothing was heard', 'TimeoutError')), quietMs);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    return await run(request.signal, () => timer.refresh());
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
