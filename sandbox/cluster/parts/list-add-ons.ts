import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addresses } from '../addresses.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { Component } from '../component.ts';
import { locateKubeconfig } from './locate-kubeconfig.ts';

/** The name of the storage class's provisioner, as `cluster-objects.yaml` refers to it. */
const provisionerName = 'berth.dev/directory';

const { ports } = addresses;

/** What a cluster people use has besides Kubernetes: a registry, a storage class, an ingress controller. */
export function listAddOns(paths: ClusterPaths, binaries: string): readonly Component[] {
  return [registry(paths), provisioner(paths, binaries), gateway(paths)];
}

function registry(paths: ClusterPaths): Component {
  return {
    name: 'registry',
    stage: 0,
    loopbackPorts: [ports.registry],
    command: '/usr/bin/docker-registry',
    args: ['serve', join(paths.configuration, 'registry.yaml')],
    environment: { OTEL_TRACES_EXPORTER: 'none' },
    health: { kind: 'http', url: `http://127.0.0.1:${ports.registry}/v2/` },
  };
}

function provisioner(paths: ClusterPaths, binaries: string): Component {
  return {
    name: 'provisioner',
    stage: 2,
    loopbackPorts: [ports.provisioner],
    command: join(binaries, 'provisioner'),
    args: [
      `--kubeconfig=${locateKubeconfig(paths, 'provisioner')}`,
      `--provisioner=${provisionerName}`,
      `--root=${paths.volumes}`,
      `--metrics-port=${ports.provisioner}`,
    ],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.provisioner}/metrics` },
  };
}

function gateway(paths: ClusterPaths): Component {
  return {
    name: 'gateway',
    stage: 2,
    loopbackPorts: [ports.gateway],
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('../../gateway/main.ts', import.meta.url)),
      `--kubeconfig=${locateKubeconfig(paths, 'gateway')}`,
      `--port=${ports.gateway}`,
    ],
    health: { kind: 'http', url: `http://127.0.0.1:${ports.gateway}/.gateway/healthz` },
  };
}
