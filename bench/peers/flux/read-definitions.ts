import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAllYaml, type KubernetesObject } from '@kubernetes/client-node';
import { execa } from 'execa';
import { locateModule } from '../build/ensure-peer-binaries.ts';
import { peerLabel } from './flux-kinds.ts';

/** Reads Flux's own kinds, as the modules that the controllers are built from bring them. */
export async function readDefinitions(signal: AbortSignal): Promise<readonly KubernetesObject[]> {
  const definitions = await Promise.all(modules.map((module) => readModule(module, signal)));
  return definitions.flat().map((definition) => ({
    ...definition,
    metadata: { name: definition.metadata?.name ?? '', labels: { [peerLabel]: 'flux' } },
  }));
}

const modules = ['github.com/fluxcd/helm-controller', 'github.com/fluxcd/source-controller'];

async function readModule(module: string, cancelSignal: AbortSignal): Promise<readonly KubernetesObject[]> {
  const go = { cwd: locateModule('flux'), env: { GOFLAGS: '', GOWORK: 'off' }, cancelSignal };
  const { stdout } = await execa('go', ['mod', 'download', '-json', module], go);
  const { Dir: top } = JSON.parse(stdout) as { readonly Dir: string };
  const folder = join(top, 'config', 'crd', 'bases');
  const texts = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => loadAllYaml(text) as KubernetesObject[]);
}
