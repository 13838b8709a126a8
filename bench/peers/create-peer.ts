import { createFlux } from './flux/create-flux.ts';
import { createFloor } from './helm/create-floor.ts';
import { createHelmInOrder } from './helm/create-helm-in-order.ts';
import { createHelmfile } from './helmfile/create-helmfile.ts';
import type { Peer, PeerName } from './peer.ts';
import type { PeerHost } from './peer-host.ts';

/** All peers, in the order of the tables. */
export const peerNames: readonly PeerName[] = [
  'floor',
  'helm',
  'helmfile-sync',
  'helmfile-apply',
  'flux-fastest',
  'flux-tuned',
  'flux',
];

/** Creates a peer; nothing of it runs before `start`. Of the Fluxes only one may run at a time: they would take each other's work. */
export function createPeer(name: PeerName, host: PeerHost): Peer {
  switch (name) {
    case 'helm':
      return createHelmInOrder(host);
    case 'floor':
      return createFloor(host);
    case 'helmfile-sync':
      return createHelmfile(host, 'sync');
    case 'helmfile-apply':
      return createHelmfile(host, 'apply');
    case 'flux':
      return createFlux(host, 'default');
    case 'flux-tuned':
      return createFlux(host, 'tuned');
    case 'flux-fastest':
      return createFlux(host, 'fastest');
  }
}
