import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { addresses } from '../addresses.ts';
import { clientUsers, createCertificates, type ClientName } from './create-certificates.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { pauseImage } from './pause-image.ts';
import { renderContainerdConfiguration } from './render-containerd-configuration.ts';
import { writeKubeconfig } from './write-kubeconfig.ts';

/** Writes every file that a component reads: certificates, kubeconfigs, and configuration. Safe to repeat before a first start only. */
export async function writeConfiguration(paths: ClusterPaths): Promise<void> {
  await mkdir(paths.configuration, { recursive: true, mode: 0o700 });
  await createCertificates(paths.certificates);
  for (const client of Object.keys(clientUsers) as ClientName[]) {
    await writeKubeconfig(client, paths.certificates, join(paths.configuration, `${client}.kubeconfig`));
  }
  await writeKubeconfig('admin', paths.certificates, paths.kubeconfig);
  const files: Readonly<Record<string, string>> = {
    'audit-policy.yaml': stringify(auditPolicy),
    'kubelet.yaml': stringify(kubeletConfiguration(paths)),
    'kube-proxy.yaml': stringify(kubeProxyConfiguration(paths)),
    'containerd.toml': renderContainerdConfiguration(paths, pauseImage),
    Corefile: renderCorefile(paths),
    'resolv.conf': '', // pods see the sandbox's own DNS and nothing of this machine's
    'registry.yaml': stringify(registryConfiguration(paths)),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(paths.configuration, name), text);
  const networks = join(paths.configuration, 'cni');
  await mkdir(networks, { recursive: true });
  await writeFile(join(networks, '10-berth.conflist'), JSON.stringify(containerNetwork(paths), undefined, 2));
}

// Every request once, when it is answered, without bodies: enough to tell who wrote what where, and no secret in a log.
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [{ level: 'Metadata' }],
};

function kubeletConfiguration(paths: ClusterPaths): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: addresses.bridgeAddress,
    port: addresses.ports.kubelet,
    healthzBindAddress: '127.0.0.1',
    healthzPort: addresses.ports.kubeletHealth,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(paths.certificates, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
    clusterDNS: [addresses.bridgeAddress],
    clusterDomain: addresses.clusterDomain,
    resolvConf: join(paths.configuration, 'resolv.conf'),
    podLogsDir: join(paths.state, 'pod-logs'),
    volumePluginDir: join(paths.state, 'volume-plugins'),
    registerNode: true,
    maxPods: 240, // what the node's /24 has addresses for
    // The settings below let kubelet run on a machine that is not its own: version 1 or hybrid cgroups, swap, a small or full disk.
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    evictionHard: {},
    imageGCHighThresholdPercent: 100,
    // Pods of a deploy are seen ready within a second, not within ten.
    syncFrequency: '10s',
    nodeStatusUpdateFrequency: '5s',
    registryPullQPS: 0,
    eventRecordQPS: 0,
    serializeImagePulls: false,
    shutdownGracePeriod: '0s',
  };
}

function kubeProxyConfiguration(paths: ClusterPaths): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clientConnection: { kubeconfig: join(paths.configuration, 'kube-proxy.kubeconfig') },
    clusterCIDR: addresses.podNetwork,
    hostnameOverride: addresses.nodeName,
    bindAddress: '127.0.0.1',
    healthzBindAddress: `127.0.0.1:${addresses.ports.kubeProxyHealth}`,
    metricsBindAddress: `127.0.0.1:${addresses.ports.kubeProxyMetrics}`,
    nodePortAddresses: [addresses.nodePodNetwork],
    // The machine's own connection tracking limits stay as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    iptables: { minSyncPeriod: '100ms', syncPeriod: '30s' },
  };
}

// No `forward`: the sandbox has no names but its own, and nothing may leave the machine.
function renderCorefile(paths: ClusterPaths): string {
  const { bridgeAddress, clusterDomain, ports } = addresses;
  return `.:53 {
    bind ${bridgeAddress}
    errors
    health 127.0.0.1:${ports.coreDnsHealth}
    ready 127.0.0.1:${ports.coreDnsReady}
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {
        kubeconfig ${join(paths.configuration, 'coredns.kubeconfig')}
        pods insecure
        ttl 1
    }
}
`;
}

// Storage lies in the cache: images made once stay pullable after `down`.
function registryConfiguration(paths: ClusterPaths): object {
  return {
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(paths.cache, 'registry') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${addresses.ports.registry}` },
  };
}

// Not masqueraded and never forwarded off the bridge: pods reach each other, Services and this machine.
function containerNetwork(paths: ClusterPaths): object {
  return {
    cniVersion: '0.4.0',
    name: 'berth-sandbox',
    plugins: [
      {
        type: 'bridge',
        bridge: addresses.bridge,
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: join(paths.run, 'cni'),
          ranges: [[{ subnet: addresses.nodePodNetwork, gateway: addresses.bridgeAddress }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
