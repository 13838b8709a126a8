import { RequestError } from '@octokit/request-error';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toEngineError } from '../../src/github/errors.ts';

const request = {
  method: 'GET',
  url: 'https://api.github.com/repos/acme/shop',
  headers: { authorization: 'token ghs_x' },
};

function refusal(status: number, message: string, headers: Record<string, string> = {}): RequestError {
  const response = { status, url: request.url, headers, data: { message } };
  return new RequestError(message, status, { request: request as never, response: response });
}

const limitMessage = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const lockedMessage = 'Unable to create comment because issue is locked.';

describe('what GitHub says becomes', () => {
  it.each<readonly [string, Error, string]>([
    ['a server error', refusal(500, 'Server Error'), 'ApiUnavailable'],
    ['a gateway without an answer', refusal(502, 'Bad Gateway'), 'ApiUnavailable'],
    ['a token that GitHub does not know', refusal(401, 'Bad credentials'), 'ApiUnavailable'],
    ['a limit with a time', refusal(403, 'no', { 'retry-after': '30' }), 'ApiUnavailable'],
    ['a limit that is used up', refusal(403, 'no', { 'x-ratelimit-remaining': '0' }), 'ApiUnavailable'],
    ['a limit that only its words tell', refusal(403, limitMessage), 'ApiUnavailable'],
    ['too many requests', refusal(429, 'no'), 'ApiUnavailable'],
    ['no connection', new RequestError('connect ECONNREFUSED', 500, { request: request as never }), 'ApiUnavailable'],
    ['a time that is over', new DOMException('took too long', 'TimeoutError'), 'ApiUnavailable'],
    ['an answer of another kind', new z.ZodError([]), 'ApiUnavailable'],
    ['a missing permission', refusal(403, 'Resource not accessible by integration'), 'GitHubForbidden'],
    ['a locked conversation', refusal(403, lockedMessage), 'GitHubForbidden'],
    ['an archived repository', refusal(403, 'Repository was archived so is read-only.'), 'GitHubForbidden'],
    ['what the law forbids', refusal(451, 'Repository unavailable'), 'GitHubForbidden'],
    ['what is not there', refusal(404, 'Not Found'), 'GitHubRefused'],
    ['what is gone', refusal(410, 'Gone'), 'GitHubRefused'],
    ['a conflict', refusal(409, 'Conflict'), 'GitHubRefused'],
    ['what makes no sense', refusal(422, 'No commit found for SHA'), 'GitHubRefused'],
    ['a mistake of ours', new TypeError('x is not a function'), 'InternalError'],
  ])('%s: %s → %s', (_, error, reason) => {
    expect(toEngineError('reading acme/shop#1', error)).toMatchObject({
      reason,
      message: `reading acme/shop#1: ${reason}`,
      cause: error,
    });
  });

  it('a text for those who debug, and none that is logged', () => {
    const error = toEngineError('writing', refusal(403, `${'x'.repeat(5_000)} secret`));

    expect(error.detail).toBe('x'.repeat(1_000));
    expect(`${error.message} ${error.sentence}`).not.toContain('x'.repeat(10));
  });
});
