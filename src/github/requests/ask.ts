import { z } from 'zod';
import type { Octokit } from '../create-github-clients.ts';

/** Asks for one thing. Throws a ZodError if the answer is not what GitHub describes. */
export async function askOne<T>(octokit: Octokit, schema: z.ZodType<T>, route: string, parameters: object): Promise<T> {
  const answer = await octokit.request(route, { ...parameters });
  return schema.parse(answer.data);
}

/** Asks for all pages of a list. */
export async function askAll<T>(
  octokit: Octokit,
  schema: z.ZodType<T>,
  route: string,
  parameters: object,
): Promise<readonly T[]> {
  return z.array(schema).parse(await octokit.paginate(route, { per_page: 100, ...parameters }));
}
