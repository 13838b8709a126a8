import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';

export type HealthCheck =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'https'; readonly url: string; readonly certificates: ClientFiles }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

interface ClientFiles {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const timeoutMs = 2_000; // on loopback: a component that needs longer is not healthy

/** Asks a component once whether it works. Resolves to undefined when it does, else to what was seen instead. */
export async function checkHealth(check: HealthCheck): Promise<string | undefined> {
  try {
    switch (check.kind) {
      case 'http': {
        const response = await fetch(check.url, { signal: AbortSignal.timeout(timeoutMs) });
        await response.arrayBuffer();
        return response.ok ? undefined : `answers ${response.status}`;
      }
      case 'https': {
        const status = await readHttpsStatus(check);
        return status === 200 ? undefined : `answers ${status}`;
      }
      case 'socket':
        await openSocket({ path: check.path });
        return undefined;
      case 'tcp':
        await openSocket({ host: check.host, port: check.port });
        return undefined;
    }
  } catch {
    return 'does not answer';
  }
}

async function readHttpsStatus(check: Extract<HealthCheck, { kind: 'https' }>): Promise<number> {
  const [ca, cert, key] = await Promise.all(
    [check.certificates.authority, check.certificates.certificate, check.certificates.key].map((path) =>
      readFile(path),
    ),
  );
  return new Promise((resolve, reject) => {
    // Controller-manager and scheduler serve a certificate they made themselves; this is loopback and only a health check.
    const options = { ca, cert, key, rejectUnauthorized: false, agent: false as const, timeout: timeoutMs };
    const pending = request(check.url, options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    pending.once('timeout', () => pending.destroy(new Error('timed out')));
    pending.once('error', reject);
    pending.end();
  });
}

function openSocket(
  target: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...target, timeout: timeoutMs }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error('timed out')));
    socket.once('error', reject);
  });
}
