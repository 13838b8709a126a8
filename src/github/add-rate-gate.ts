import { BerthError } from '../berth-error.ts';
import { readLimit } from './errors.ts';
import type { Octokit } from './create-github-clients.ts';

/** GitHub asked not to be asked, and the time is not over. */
export class RateLimitedError extends BerthError {
  override readonly name = 'RateLimitedError';
}

/** Sends nothing through an Octokit for as long as GitHub's last refusal asked for: who goes on asking is locked out. */
export function addRateGate(octokit: Octokit): void {
  let closedUntilMs = 0;
  octokit.hook.wrap('request', async (request, options) => {
    if (Date.now() < closedUntilMs) throw new RateLimitedError('asking GitHub: its limit is used up for now');
    try {
      return await request(options);
    } catch (error) {
      closedUntilMs = Math.max(closedUntilMs, Date.now() + (readLimit(error)?.waitMs ?? 0));
      throw error;
    }
  });
}
