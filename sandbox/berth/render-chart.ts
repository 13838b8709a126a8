import { fileURLToPath } from 'node:url';
import { loadAllYaml, type KubeConfig, type KubernetesObject } from '@kubernetes/client-node';
import { execa } from 'execa';

export interface ChartInstallation {
  readonly config: KubeConfig;
  /** The helm to render with. */
  readonly helm: string;
  readonly release: string;
  readonly namespace: string;
  readonly sharedSecrets?: readonly string[];
  readonly customResources?: readonly CustomResources[];
}

/** Kinds that environments may hold besides Kubernetes' own. */
export interface CustomResources {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

const chartFolder = fileURLToPath(new URL('../../deploy/berth', import.meta.url));

/** Renders the chart of berth, without berth itself, with the definition of Environment among its objects. */
export async function renderChart(installation: ChartInstallation): Promise<readonly KubernetesObject[]> {
  const { helm, release, namespace, sharedSecrets = [], customResources = [] } = installation;
  const values = JSON.stringify({ app: { enabled: false }, sharedSecrets, customResources });
  const options = ['--namespace', namespace, '--include-crds', '--kube-version', '1.36.0', '--values', '-'];
  const { stdout } = await execa(helm, ['template', release, chartFolder, ...options], { input: values });
  return (loadAllYaml(stdout) as (KubernetesObject | null)[]).filter((object) => object !== null);
}
