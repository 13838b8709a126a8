import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../../user-error.ts';
import type { GoPackage } from './go-build.ts';

const kubernetesVersion = 'v1.36.3';
const helmVersion = 'v4.2.4';

/** Linker flags: without the versions `kubectl version` says v0.0.0-master, and charts that ask for a version refuse to install. */
export const linkerFlags = [
  '-s -w',
  ...['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) => [
    `-X ${path}.gitVersion=${kubernetesVersion}`,
    `-X ${path}.gitMajor=1`,
    `-X ${path}.gitMinor=36`,
  ]),
  `-X helm.sh/helm/v4/internal/version.version=${helmVersion}`,
].join(' ');

/** What is built from the pinned module. kubectl and helm are among them, so that tests, demo and people need none of their own. */
export function listComponentPackages(): readonly GoPackage[] {
  return [
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl'].map(
      (binary) => ({
        binary,
        importPath: `k8s.io/kubernetes/cmd/${binary}`,
      }),
    ),
    { binary: 'etcd', importPath: 'go.etcd.io/etcd/server/v3', builtAs: 'server' },
    { binary: 'coredns', importPath: 'github.com/coredns/coredns' },
    { binary: 'helm', importPath: 'helm.sh/helm/v4/cmd/helm' },
    { binary: 'provisioner', importPath: 'berth.dev/sandbox/cluster/components/provisioner' },
  ];
}

/** The digest of everything that determines the binaries: pins, our own source, linker flags, platform. */
export async function determineComponentsKey(moduleFolder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'provisioner/main.go']) hash.update(await readFile(join(moduleFolder, file)));
  hash.update(JSON.stringify([listComponentPackages(), linkerFlags, process.platform, process.arch]));
  return hash.digest('hex').slice(0, 16);
}

export async function assertGo(): Promise<void> {
  const { failed } = await execa('go', ['version'], { reject: false });
  if (!failed) return;
  throw new UserError(
    'building the cluster needs Go 1.26 or later and no "go" was found: install it as https://go.dev/doc/install says, ' +
      'or use a cluster you have with --context NAME',
  );
}
