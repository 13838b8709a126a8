/**
 * Where everything of the sandbox cluster listens. The ports are one block, away from those that a Kubernetes of your own uses.
 * Servers bind to loopback or to the bridge, which only this machine and its pods reach.
 */
export const addresses = {
  nodeName: 'berth',
  bridge: 'berth0',
  bridgeAddress: '10.244.0.1',
  podNetwork: '10.244.0.0/16',
  nodePodNetwork: '10.244.0.0/24',
  serviceNetwork: '10.96.0.0/16',
  clusterDomain: 'cluster.local',
  ports: {
    gateway: 21080,
    registry: 21500,
    registryDebug: 21501,
    apiServer: 21443,
    controllerManager: 21257,
    scheduler: 21259,
    kubelet: 21250,
    kubeletHealth: 21248,
    kubeProxyHealth: 21256,
    kubeProxyMetrics: 21249,
    coreDnsHealth: 21280,
    coreDnsReady: 21281,
    provisioner: 21282,
    etcd: 21379,
    etcdPeer: 21380,
    etcdHealth: 21381,
  },
} as const;

/** The registry as image references in manifests name it: containerd speaks plain HTTP to `localhost` without being told. */
export const registryHost = `localhost:${addresses.ports.registry}`;

export const apiServerUrl = `https://127.0.0.1:${addresses.ports.apiServer}`;
