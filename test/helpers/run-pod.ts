import { join } from 'node:path';
import { execa } from 'execa';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import type { ClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { ensureImages } from '../../sandbox/images/ensure-images.ts';

interface RunPodOptions {
  readonly keepRunning?: boolean;
}

/**
 * Runs a pod in the default namespace: proof that API, controllers, scheduler, kubelet, containerd, network and registry work together.
 * It asks DNS for the API server's name; with `keepRunning` it stays, with a volume in use, until it is killed.
 */
export async function runPod(
  paths: ClusterPaths,
  name: string,
  { keepRunning = false }: RunPodOptions = {},
): Promise<void> {
  const [image] = await ensureImages({ registry: registryHost, names: ['busybox'], cacheDir: paths.images });
  const kubectl = join(await determineComponentsFolder(paths.cache), 'kubectl');
  const env = { KUBECONFIG: paths.kubeconfig };
  const run = (args: readonly string[], input = '') => execa(kubectl, args, { env, input });
  const script = `nslookup kubernetes.default.svc.cluster.local >/dev/null && ${keepRunning ? 'touch /data/ready && sleep 600' : 'true'}`;
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name } };
  const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };
  const volumes = keepRunning ? [{ name: 'data', persistentVolumeClaim: { claimName: name } }] : [];
  const container = {
    ...{ name, image, command: ['sh', '-c', script] },
    volumeMounts: volumes.map(() => ({ name: 'data', mountPath: '/data' })),
  };
  const spec = { restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 1, volumes, containers: [container] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
  if (keepRunning) await run(['apply', '-f', '-'], JSON.stringify({ ...claim, spec: claimSpec }));
  // The service account of a namespace is made by the controller manager, which may have started a moment ago.
  await run(['wait', '--for=create', 'serviceaccount/default', '--timeout=60s']);
  await run(['apply', '-f', '-'], JSON.stringify(pod));
  const goal = keepRunning ? 'condition=Ready' : 'jsonpath={.status.phase}=Succeeded';
  const { failed, stderr } = await execa(kubectl, ['wait', `--for=${goal}`, `pod/${name}`, '--timeout=150s'], {
    env,
    reject: false,
  });
  if (failed) throw new Error(`running pod "${name}": ${stderr}\n${(await run(['describe', 'pod', name])).stdout}`);
}
