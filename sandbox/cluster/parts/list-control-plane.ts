import { join } from 'node:path';
import { addresses, apiServerUrl } from '../addresses.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { Component } from '../component.ts';
import { healthOverTls, locateKubeconfig } from './locate-kubeconfig.ts';

const { ports } = addresses;

/** The API and what acts on it, with its store. */
export function listControlPlane(paths: ClusterPaths, binaries: string): readonly Component[] {
  return [
    etcd(paths, binaries),
    apiServer(paths, binaries),
    apiServerRelay(),
    controllerManager(paths, binaries),
    scheduler(paths, binaries),
  ];
}

function etcd(paths: ClusterPaths, binaries: string): Component {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return {
    name: 'etcd',
    stage: 0,
    loopbackPorts: [ports.etcd, ports.etcdPeer, ports.etcdHealth],
    command: join(binaries, 'etcd'),
    args: [
      '--name=berth',
      `--data-dir=${join(paths.state, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=berth=${peer}`,
      `--listen-metrics-urls=http://127.0.0.1:${ports.etcdHealth}`,
      // A sandbox's data need not survive a power cut, and fsync is what a slow disk makes everybody wait for.
      '--unsafe-no-fsync',
      '--auto-compaction-mode=revision',
      '--auto-compaction-retention=5000',
      '--log-level=warn',
    ],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.etcdHealth}/health` },
  };
}

function apiServer(paths: ClusterPaths, binaries: string): Component {
  const certificate = (file: string) => join(paths.certificates, file);
  return {
    name: 'kube-apiserver',
    stage: 1,
    loopbackPorts: [ports.apiServer],
    command: join(binaries, 'kube-apiserver'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.apiServer}`,
      // Pods reach it through the relay on the bridge: an endpoint may not be a loopback address.
      `--advertise-address=${addresses.bridgeAddress}`,
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      `--service-cluster-ip-range=${addresses.serviceNetwork}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      '--anonymous-auth=false',
      `--client-ca-file=${certificate('ca.crt')}`,
      `--tls-cert-file=${certificate('kube-apiserver.crt')}`,
      `--tls-private-key-file=${certificate('kube-apiserver.key')}`,
      `--kubelet-client-certificate=${certificate('apiserver-kubelet-client.crt')}`,
      `--kubelet-client-key=${certificate('apiserver-kubelet-client.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--service-account-issuer=https://kubernetes.default.svc.${addresses.clusterDomain}`,
      `--service-account-key-file=${certificate('service-account.pub')}`,
      `--service-account-signing-key-file=${certificate('service-account.key')}`,
      `--audit-policy-file=${join(paths.configuration, 'audit-policy.yaml')}`,
      `--audit-log-path=${paths.auditLog}`,
      '--audit-log-maxsize=512',
      '--audit-log-maxbackup=1',
      '--profiling=false',
    ],
    health: healthOverTls(paths, `${apiServerUrl}/readyz`),
  };
}

function apiServerRelay(): Component {
  return {
    name: 'apiserver-relay',
    stage: 1,
    loopbackPorts: [], // its one port is on the bridge
    command: '/usr/bin/socat',
    args: [
      `TCP-LISTEN:${ports.apiServer},bind=${addresses.bridgeAddress},reuseaddr,fork`,
      `TCP:127.0.0.1:${ports.apiServer}`,
    ],
    health: { kind: 'tcp', host: addresses.bridgeAddress, port: ports.apiServer },
  };
}

function controllerManager(paths: ClusterPaths, binaries: string): Component {
  const kubeconfig = locateKubeconfig(paths, 'kube-controller-manager');
  return {
    name: 'kube-controller-manager',
    stage: 2,
    loopbackPorts: [ports.controllerManager],
    command: join(binaries, 'kube-controller-manager'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.controllerManager}`,
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      `--root-ca-file=${join(paths.certificates, 'ca.crt')}`,
      `--service-account-private-key-file=${join(paths.certificates, 'service-account.key')}`,
      '--allocate-node-cidrs=true',
      `--cluster-cidr=${addresses.podNetwork}`,
      `--service-cluster-ip-range=${addresses.serviceNetwork}`,
      '--profiling=false',
      // The default of 20 requests a second would make every deploy wait for the controllers.
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ],
    health: healthOverTls(paths, `https://127.0.0.1:${ports.controllerManager}/healthz`),
  };
}

function scheduler(paths: ClusterPaths, binaries: string): Component {
  const kubeconfig = locateKubeconfig(paths, 'kube-scheduler');
  return {
    name: 'kube-scheduler',
    stage: 2,
    loopbackPorts: [ports.scheduler],
    command: join(binaries, 'kube-scheduler'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.scheduler}`,
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      '--profiling=false',
    ],
    health: healthOverTls(paths, `https://127.0.0.1:${ports.scheduler}/readyz`),
  };
}
