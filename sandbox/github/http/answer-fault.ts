import type { ApiEffect } from '../faults/faults.ts';

/** The answer of a fault that keeps the request from being carried out; undefined for faults that do not. */
export function answerFault(effect: ApiEffect, now: Date): Response | undefined {
  switch (effect.kind) {
    case 'status':
      return answerError(effect.status, effect.message ?? `The stand-in was asked to fail with ${effect.status}.`, {});
    case 'primaryLimit': {
      const reset = Math.ceil(now.getTime() / 1000) + effect.resetInSeconds;
      return answerError(403, 'API rate limit exceeded for installation ID 1.', {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-used': '5000',
        'x-ratelimit-reset': String(reset),
        'x-ratelimit-resource': 'core',
      });
    }
    case 'secondaryLimit':
      return answerError(
        effect.status ?? 403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        { 'retry-after': String(effect.retryAfterSeconds) },
      );
    case 'delay':
    case 'lostResponse':
    case 'emptyList':
    case 'staleRead':
      return undefined;
  }
}

function answerError(status: number, message: string, headers: Readonly<Record<string, string>>): Response {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  return Response.json(body, { status, headers });
}
