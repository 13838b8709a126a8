import { z } from 'zod';
import type { GitHubLimit, Telemetry } from '../engine/ports/telemetry.ts';
import type { Octokit } from './create-github-clients.ts';
import { readAnswer } from './errors.ts';

interface MeasureOptions {
  readonly telemetry: Pick<Telemetry, 'countGitHubRequest'>;
  /** As which the Octokit asks; the App itself without. */
  readonly installation: number | undefined;
}

/** Counts what is asked through an Octokit, and what GitHub says is left to ask. */
export function measureRequests(octokit: Octokit, { telemetry, installation }: MeasureOptions): void {
  octokit.hook.wrap('request', async (request, options) => {
    try {
      const response = await request(options);
      telemetry.countGitHubRequest({ status: response.status, limit: readLimit(response.headers, installation) });
      return response;
    } catch (error) {
      const answer = readAnswer(error);
      telemetry.countGitHubRequest({ status: answer?.status, limit: readLimit(answer?.headers, installation) });
      throw error;
    }
  });
}

const Limit = z.object({
  'x-ratelimit-resource': z.string().max(40),
  'x-ratelimit-remaining': z.coerce.number().int(),
  'x-ratelimit-reset': z.coerce.number().int(),
});

function readLimit(headers: unknown, installation: number | undefined): GitHubLimit | undefined {
  const parsed = Limit.safeParse(headers);
  if (!parsed.success) return undefined;
  const {
    'x-ratelimit-resource': resource,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': reset,
  } = parsed.data;
  return { installation, resource, remaining, resetAtMs: reset * 1_000 };
}
