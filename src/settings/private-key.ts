import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SettingsProblem } from './settings-error.ts';

export type PrivateKey =
  { readonly kind: 'key'; readonly pem: string } | { readonly kind: 'problem'; readonly problem: SettingsProblem };

interface Given {
  readonly inline: string | undefined;
  readonly path: string | undefined;
}

/** Takes the App's private key from the one place that is set, and makes sure that it is a key GitHub can have made. */
export function readPrivateKey({ inline, path }: Given): PrivateKey {
  if (inline !== undefined && path !== undefined) {
    return problem('PRIVATE_KEY_PATH', 'is set as well as PRIVATE_KEY: keep one of them');
  }
  if (inline !== undefined) return parsePem('PRIVATE_KEY', decode(inline));
  if (path === undefined) return problem('PRIVATE_KEY', 'is missing, and so is PRIVATE_KEY_PATH: set one of them');
  try {
    return parsePem('PRIVATE_KEY_PATH', readFileSync(path, 'utf8'));
  } catch (error) {
    return problem('PRIVATE_KEY_PATH', `can not be read: ${explain(error)} at "${path}"`);
  }
}

/** Environment files and Kubernetes Secrets carry a PEM with escaped line breaks, in quotes, or in base64. */
function decode(inline: string): string {
  const pem = inline.includes('-----BEGIN') ? inline : Buffer.from(inline, 'base64').toString('utf8');
  return pem.replace(/^["']|["']$/g, '').replaceAll('\\n', '\n');
}

function parsePem(variable: string, pem: string): PrivateKey {
  const key = tryParse(pem);
  if (key === undefined) return problem(variable, 'is not a private key in PEM format (as text or in base64)');
  const { modulusLength: bits = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa' || bits < 2_048) {
    return problem(variable, 'is not an RSA key of at least 2048 bits, as GitHub makes them');
  }
  return { kind: 'key', pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function tryParse(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function problem(variable: string, what: string): PrivateKey {
  return { kind: 'problem', problem: { variable, what } };
}

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no file';
    case 'EACCES':
      return 'there is no permission to read the file';
    case 'EISDIR':
      return 'there is a folder';
    default:
      return `there is an error (${String(code)})`;
  }
}
