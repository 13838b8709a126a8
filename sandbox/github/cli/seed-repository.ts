import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { GitHub } from '../github.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { findAccount } from '../state/state.ts';

const organization = 'acme';

export async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new UserError(`There is no folder ${path} to make a repository from. Check --seed.`);
}

/** Makes a repository of the sample organization from a folder, with the App installed on it. */
export async function seedRepository({ actions, state }: GitHub, folder: string): Promise<Repository> {
  const isFirst = findAccount(state, organization) === undefined;
  const owner = actions.addOrganization(organization);
  if (isFirst) actions.install(owner);
  const name = basename(resolve(folder));
  if (state.repositories.some((each) => each.owner === owner && each.name === name)) {
    throw new UserError(
      `Two folders named ${name} would be one repository ${organization}/${name}. Rename one of them.`,
    );
  }
  return actions.createRepository({ owner, name, content: { folder: resolve(folder) } });
}

export function renderSeeded({ url }: GitHub, repositories: readonly Repository[]): string {
  return repositories.map((repository) => `  repository   ${url}/${fullName(repository)}\n`).join('');
}
