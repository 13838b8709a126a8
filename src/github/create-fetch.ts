import { BerthError } from '../berth-error.ts';

/** Something asked for an address that is not GitHub's. */
export class ForeignAddressError extends BerthError {
  override readonly name = 'ForeignAddressError';
}

/**
 * Creates what all requests to GitHub go out with: none takes longer than the time given, the reading of its answer included,
 * and none goes anywhere else, whatever an answer points to, since the token would go along.
 */
export function createFetch({
  apiUrl,
  timeoutMs,
}: {
  readonly apiUrl: string;
  readonly timeoutMs: number;
}): (url: string, init?: RequestInit) => Promise<Response> {
  const { origin } = new URL(apiUrl);
  return async (url, init) => {
    if (new URL(url).origin !== origin) throw new ForeignAddressError('asking GitHub: the address is not of its API');
    const signals = [AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
    return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
  };
}
