import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { apiServerUrl } from '../addresses.ts';
import type { ClientName } from './create-certificates.ts';

/** The context's name in every kubeconfig of the sandbox: short, since people type it. */
export const contextName = 'berth';

/** Writes a self-contained kubeconfig (certificates inline) for one client of the API server. */
export async function writeKubeconfig(client: ClientName, certificates: string, path: string): Promise<void> {
  const [authority, certificate, key] = await Promise.all(
    ['ca.crt', `${client}.crt`, `${client}.key`].map((file) => readFile(join(certificates, file), 'base64')),
  );
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contextName,
    clusters: [{ name: contextName, cluster: { server: apiServerUrl, 'certificate-authority-data': authority } }],
    users: [{ name: client, user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
    contexts: [{ name: contextName, context: { cluster: contextName, user: client } }],
  };
  await writeFile(path, stringify(kubeconfig, { lineWidth: 0 }), { mode: 0o600 });
}
