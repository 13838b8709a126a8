import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { locateModule } from '../../../bench/peers/build/ensure-peer-binaries.ts';
import type { PeerModule } from '../../../bench/peers/build/peer-modules.ts';
import { createPeer, peerNames } from '../../../bench/peers/create-peer.ts';

const host = { kubeconfig: '/kubeconfig', helm: '/helm', cache: '/cache', progress: () => undefined };
const peers = peerNames.map((name) => createPeer(name, host));

test('every peer has a name and a title of its own', () => {
  expect(peers.map(({ name }) => name)).toEqual(peerNames);
  expect(new Set(peers.map(({ title }) => title)).size).toBe(peerNames.length);
});

test.each<[string, PeerModule, string]>([
  ['helmfile', 'helmfile', 'github.com/helmfile/helmfile'],
  ['helm-controller', 'flux', 'github.com/fluxcd/helm-controller'],
  ['source-controller', 'flux', 'github.com/fluxcd/source-controller'],
])('the footnote tells the version of %s that is built', async (program, module, path) => {
  const version = await readVersion(module, path);
  const told = peers.map(({ settings }) => settings).filter((settings) => settings.includes(`${program} `));

  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((settings) => !settings.includes(`${program} ${version}`))).toEqual([]);
});

async function readVersion(module: PeerModule, path: string): Promise<string> {
  const text = await readFile(join(locateModule(module), 'go.mod'), 'utf8');
  const line = text.split('\n').find((each) => each.trim().startsWith(`${path} v`)) ?? '';
  return line.trim().split(' ')[1]?.slice(1) ?? `no version of ${path}`;
}
