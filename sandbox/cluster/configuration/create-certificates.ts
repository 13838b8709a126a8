import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { addresses } from '../addresses.ts';

const validDays = 30; // a sandbox is brought up anew far more often

/** Who talks to the API server: the common name is the user, organizations are groups, as Kubernetes reads client certificates. */
export const clientUsers = {
  admin: { user: 'berth-sandbox:admin', group: 'system:masters' },
  'kube-controller-manager': { user: 'system:kube-controller-manager' },
  'kube-scheduler': { user: 'system:kube-scheduler' },
  kubelet: { user: `system:node:${addresses.nodeName}`, group: 'system:nodes' },
  'kube-proxy': { user: 'system:kube-proxy' },
  coredns: { user: 'berth-sandbox:coredns' },
  provisioner: { user: 'berth-sandbox:provisioner' },
  gateway: { user: 'berth-sandbox:gateway' },
  'apiserver-kubelet-client': { user: 'berth-sandbox:apiserver', group: 'system:masters' },
} as const;

export type ClientName = keyof typeof clientUsers;

/** Writes the cluster's own certificate authority, the API server's and every client's certificate, and the service account keys. */
export async function createCertificates(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createAuthority(folder);
  const clients = Object.entries(clientUsers).map(([name, subject]) => createClientCertificate(folder, name, subject));
  await Promise.all([createServerCertificate(folder), createServiceAccountKeys(folder), ...clients]);
}

async function createAuthority(folder: string): Promise<void> {
  await openssl(folder, [
    ...newCertificate('ca', '/CN=berth-sandbox'),
    ...['-addext', 'keyUsage=critical,keyCertSign,digitalSignature'],
  ]);
}

async function createServerCertificate(folder: string): Promise<void> {
  const service = 'kubernetes.default.svc';
  const names = ['localhost', 'kubernetes', 'kubernetes.default', service, `${service}.${addresses.clusterDomain}`];
  const firstServiceAddress = addresses.serviceNetwork.replace(/\.0\/\d+$/, '.1');
  const hosts = ['127.0.0.1', addresses.bridgeAddress, firstServiceAddress];
  const alternatives = [...names.map((name) => `DNS:${name}`), ...hosts.map((host) => `IP:${host}`)].join(',');
  await openssl(folder, [
    ...newCertificate('kube-apiserver', '/CN=kube-apiserver'),
    ...signedByAuthority('serverAuth'),
    ...['-addext', `subjectAltName=${alternatives}`],
  ]);
}

async function createClientCertificate(
  folder: string,
  name: string,
  subject: { readonly user: string; readonly group?: string },
): Promise<void> {
  const organization = subject.group === undefined ? '' : `/O=${subject.group}`;
  await openssl(folder, [
    ...newCertificate(name, `${organization}/CN=${subject.user}`),
    ...signedByAuthority('clientAuth'),
  ]);
}

async function createServiceAccountKeys(folder: string): Promise<void> {
  const key = 'service-account.key';
  await openssl(folder, ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', key]);
  await openssl(folder, ['pkey', '-in', key, '-pubout', '-out', 'service-account.pub']);
}

function newCertificate(name: string, subject: string): readonly string[] {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', `${name}.key`];
  return ['req', '-x509', '-sha256', '-days', String(validDays), ...key, '-out', `${name}.crt`, '-subj', subject];
}

function signedByAuthority(usage: 'serverAuth' | 'clientAuth'): readonly string[] {
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `extendedKeyUsage=${usage}`];
  return ['-CA', 'ca.crt', '-CAkey', 'ca.key', ...leaf];
}

async function openssl(folder: string, args: readonly string[]): Promise<void> {
  // Relative names in a folder of its own: nothing of the machine's openssl configuration takes part.
  await execa('openssl', args, { cwd: folder, stdin: 'ignore' });
}
