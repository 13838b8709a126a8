import { UserError } from '../../sandbox/user-error.ts';
import type { PeerName } from '../peers/peer.ts';

/** Picks peers by what the command line says: names, families such as `flux`, all, or none. */
export function pickPeers(all: readonly PeerName[], words: readonly string[]): readonly PeerName[] {
  const picked = words.flatMap((word) => {
    if (word === 'none') return [];
    const found = all.filter((name) => word === 'all' || name === word || name.startsWith(`${word}-`));
    if (found.length === 0) throw new UserError(`there is no peer "${word}": use ${all.join(', ')}, all or none`);
    return found;
  });
  return all.filter((name) => picked.includes(name));
}
