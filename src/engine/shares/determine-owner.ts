import { createHash } from 'node:crypto';

/**
 * Determines which of the members works on what belongs to a key; all that know the same members agree. When one comes or
 * goes, only what becomes its own or was its own moves (rendezvous hashing).
 */
export function determineOwner(key: string, members: ReadonlySet<string>): string | undefined {
  if (members.size <= 1) return [...members][0];
  let owner: string | undefined;
  let highest = '';
  for (const member of members) {
    const weight = createHash('sha256').update(`${member}\n${key}`).digest('hex');
    if (weight <= highest) continue;
    owner = member;
    highest = weight;
  }
  return owner;
}
