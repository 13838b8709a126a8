import { z } from 'zod';
import type { Actor } from '../environment/determine-approval.ts';
import type { RepositoryClient } from './create-github-clients.ts';
import { isNotFound } from './errors.ts';
import { askOne } from './requests/ask.ts';

/** Reads what somebody may do in the repository. Somebody whom GitHub does not know there, or by now as another, may do nothing. */
export async function readActor(
  { octokit, place }: RepositoryClient,
  { id, login, type }: Pick<Actor, 'id' | 'login' | 'type'>,
): Promise<Actor> {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  try {
    const { role_name: role, user } = await askOne(octokit, Permission, route, { ...place, username: login });
    return { id, login, type, role: user?.id === id ? role : none };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { id, login, type, role: none };
  }
}

const none = 'none';
const Permission = z.object({ role_name: z.string(), user: z.object({ id: z.int() }).nullable() });
