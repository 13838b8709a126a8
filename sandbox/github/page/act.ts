import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import type { Account } from '../state/account.ts';
import { fullName } from '../state/repository.ts';
import type { Repository, Role } from '../state/repository.ts';
import { determineRole, hasRole } from './determine-role.ts';
import { leaveFlash } from './visit.ts';

/** What a person asked for is not possible, said in a sentence for that person. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/**
 * Runs what a form asked for and goes on to a page, as every form must, so that reloading never repeats it. What it
 * resolves to is where to go if not `back`. A refusal is told at the top of that page.
 */
export async function act(context: Context, back: string, run: () => Promise<string | undefined>): Promise<Response> {
  try {
    return context.redirect((await run()) ?? back, 303);
  } catch (error) {
    leaveFlash(context, { tone: 'error', text: describeError(error) });
    return context.redirect(back, 303);
  }
}

/** GitHub's own errors say more in their details than in their message. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = error instanceof ApiError ? ApiErrorDetails.safeParse(error.body).data?.errors : undefined;
  const more = details?.map(({ message, field, code }) => message ?? [field, code].join(' '));
  return more === undefined ? error.message : `${error.message}: ${more.join('; ')}`;
}

const ApiErrorDetails = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string().optional(), field: z.string().optional(), code: z.string() })),
});

/** Refuses what the person's role does not allow, as GitHub would. */
export function assertRole(person: Account, repository: Repository, needed: Role, doing: string): void {
  if (hasRole(person, repository, needed)) return;
  const role = determineRole(person, repository) ?? 'none';
  throw new RefusedError(
    `${person.login} may not ${doing}: that needs the role "${needed}" in ${fullName(repository)}, and ${person.login} has "${role}".`,
  );
}

/** A field of a form, without the space around it; empty where the form has none. */
export async function readField(context: Context, name: string): Promise<string> {
  const form = await context.req.parseBody();
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}
