import { z } from 'zod';

/** A file or folder of the repository at the commit that is deployed: it cannot lead out of it. */
export const RepositoryPath = z
  .string()
  .max(240, { error: 'Use at most 240 characters.' })
  .refine(isRepositoryPath, {
    error:
      'Write a path inside the repository, from its top, without ".." and without a leading slash: for example charts/api.',
  })
  .describe('A path inside the repository, from its top.');

/** True for a relative path that stays inside the folder it starts from, whatever reads it. */
export function isRepositoryPath(path: string): boolean {
  const inner = path.replace(/^\.\//, '');
  if (inner === '' || path.includes('\\') || hasControlCharacter(path)) return false;
  return !inner.split('/').some((segment) => segment === '..' || segment === '.' || segment === '');
}

function hasControlCharacter(text: string): boolean {
  return /[\u0000-\u001f\u007f]/.test(text);
}
