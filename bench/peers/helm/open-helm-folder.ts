import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchGraph } from '../../graphs/bench-graph.ts';
import type { PeerHost } from '../peer-host.ts';

/** A folder for one deploy: Helm's own things, so that nothing of the person's own settings counts, and the values. */
export interface HelmFolder extends AsyncDisposable {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly locateValues: (release: string) => string;
}

/** For Helm by itself, which lives for a moment: as berth has it. */
export const forShortLives = { GOGC: 'off', GOMEMLIMIT: '128MiB' } as const;

export async function openHelmFolder({ kubeconfig }: PeerHost, { releases }: BenchGraph): Promise<HelmFolder> {
  const path = await mkdtemp(join(tmpdir(), 'berth-peer-'));
  const locateValues = (release: string) => join(path, 'values', `${release}.json`);
  await mkdir(join(path, 'values'));
  for (const { name, values } of releases) await writeFile(locateValues(name), JSON.stringify(values));
  return {
    path,
    environment: {
      ...{ KUBECONFIG: kubeconfig, HOME: path, TMPDIR: path },
      ...{ HELM_CACHE_HOME: join(path, 'cache'), HELM_CONFIG_HOME: join(path, 'config') },
      HELM_DATA_HOME: join(path, 'data'),
      // As berth has it, see there: `src/helm/run-helm.ts`.
      ...{ KUBECACHEDIR: '/dev/null', LC_MESSAGES: 'zh_TW.UTF-8', LC_ALL: '' },
    },
    locateValues,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
