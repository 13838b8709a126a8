import { expect, test } from 'vitest';
import { pickPeers } from '../../../bench/contenders/pick-peers.ts';
import type { PeerName } from '../../../bench/peers/peer.ts';

const all: readonly PeerName[] = ['floor', 'helm', 'helmfile-sync', 'helmfile-apply', 'flux-tuned', 'flux'];

test.each([
  [['all'], all],
  [['none'], []],
  [
    ['flux', 'helm'],
    ['helm', 'flux-tuned', 'flux'],
  ],
  [['helmfile'], ['helmfile-sync', 'helmfile-apply']],
  [['flux-tuned'], ['flux-tuned']],
])('%j picks %j', (words, peers) => {
  expect(pickPeers(all, words)).toEqual(peers);
});

test('a peer that there is not is refused with the names of those that there are', () => {
  expect(() => pickPeers(all, ['argo'])).toThrow(
    'there is no peer "argo": use floor, helm, helmfile-sync, helmfile-apply, flux-tuned, flux, all or none',
  );
});
