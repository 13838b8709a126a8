import { createSign } from 'node:crypto';
import type { GitHub } from '../../github.ts';

/** The token by which an App proves who it is: a claim signed with its private key, good for a minute. */
export function createAppToken({ privateKey, state, clock }: GitHub): string {
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  const claim = { iat: issuedAt, exp: issuedAt + 60, iss: String(state.app.id) };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claim]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}
