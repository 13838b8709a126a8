/**
 * Creates what all requests to GitHub go out with: none takes longer than the time given, the reading of its answer included,
 * and none is sent on to where an answer points, since the token would go along.
 */
export function createFetch({ timeoutMs }: { readonly timeoutMs: number }): typeof fetch {
  return (input, init) => {
    const signals = [AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
    return fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
  };
}
