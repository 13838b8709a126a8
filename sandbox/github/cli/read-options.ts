import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { UserError } from '../../user-error.ts';

export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 (any free one) to 65535.');
}

export function readAppId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('An App id is a positive number.');
}

export function readWebhookUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new InvalidArgumentError('Give a whole address, such as http://127.0.0.1:3000/api/github/webhooks.');
}

/** The App's private key from a PEM file. */
export async function readPrivateKey(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`The private key ${file} cannot be read (${describe(error)}). Check --private-key.`);
  });
  if (isRsaKey(pem)) return pem;
  throw new UserError(
    `${file} holds no RSA private key in PEM. Give the file that GitHub made, or leave --private-key away.`,
  );
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function describe(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
