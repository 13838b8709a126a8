import { join } from 'node:path';
import { addresses } from '../addresses.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { Component } from '../component.ts';
import { locateKubeconfig } from './locate-kubeconfig.ts';

const { ports } = addresses;

/** What runs pods on this machine and connects them. */
export function listNodeComponents(paths: ClusterPaths, binaries: string): readonly Component[] {
  return [containerd(paths), kubelet(paths, binaries), kubeProxy(paths, binaries), coreDns(paths, binaries)];
}

function containerd(paths: ClusterPaths): Component {
  return {
    name: 'containerd',
    stage: 0,
    loopbackPorts: [],
    command: '/usr/bin/containerd',
    args: ['--config', join(paths.configuration, 'containerd.toml'), '--log-level', 'warn'],
    health: { kind: 'socket', path: paths.containerdSocket },
  };
}

function kubelet(paths: ClusterPaths, binaries: string): Component {
  return {
    name: 'kubelet',
    stage: 2,
    loopbackPorts: [ports.kubeletHealth],
    command: join(binaries, 'kubelet'),
    args: [
      `--config=${join(paths.configuration, 'kubelet.yaml')}`,
      '--v=2', // what it does with each pod, as managed clusters have it logged
      `--kubeconfig=${locateKubeconfig(paths, 'kubelet')}`,
      `--hostname-override=${addresses.nodeName}`,
      `--node-ip=${addresses.bridgeAddress}`,
      `--root-dir=${join(paths.state, 'kubelet')}`,
      `--cert-dir=${join(paths.state, 'kubelet-certificates')}`,
    ],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.kubeletHealth}/healthz` },
  };
}

function kubeProxy(paths: ClusterPaths, binaries: string): Component {
  return {
    name: 'kube-proxy',
    stage: 2,
    loopbackPorts: [ports.kubeProxyHealth, ports.kubeProxyMetrics],
    command: join(binaries, 'kube-proxy'),
    args: [`--config=${join(paths.configuration, 'kube-proxy.yaml')}`],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.kubeProxyHealth}/livez` },
  };
}

function coreDns(paths: ClusterPaths, binaries: string): Component {
  return {
    name: 'coredns',
    stage: 2,
    loopbackPorts: [ports.coreDnsHealth, ports.coreDnsReady],
    command: join(binaries, 'coredns'),
    args: ['-conf', join(paths.configuration, 'Corefile')],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.coreDnsReady}/ready` },
  };
}
