import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether one of the secrets made the signature (hexadecimal) over exactly these bytes. Takes the same time for every wrong one. */
export function isSigned(body: Buffer, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'hex');
  return secrets
    .map((secret) => createHmac('sha256', secret).update(body).digest())
    .some((expected) => given.length === expected.length && timingSafeEqual(given, expected));
}
