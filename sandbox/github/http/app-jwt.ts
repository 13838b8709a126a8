import { verify } from 'node:crypto';
import type { App } from '../state/app.ts';
import { unauthorized } from './api-error.ts';

/** GitHub lets an App's token live ten minutes. */
const longestLifeSeconds = 600;
const toleratedSkewSeconds = 60;

export function looksLikeJwt(credentials: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credentials);
}

/** Throws GitHub's answer unless the token was signed with the App's private key and is valid now. */
export function verifyAppJwt(app: App, jwt: string, now: Date): void {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const { alg } = decode(header);
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${claims}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (alg !== 'RS256' || !signed) throw unauthorized('A JSON web token could not be decoded');
  const { iss, iat, exp } = decode(claims);
  const seconds = now.getTime() / 1000;
  if (String(iss) !== String(app.id) && iss !== app.clientId) {
    throw unauthorized("'Issuer' claim ('iss') must be the App's id or client id");
  }
  if (typeof iat !== 'number' || iat > seconds + toleratedSkewSeconds) {
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= seconds) {
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp - seconds > longestLifeSeconds + toleratedSkewSeconds) {
    throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  }
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw unauthorized('A JSON web token could not be decoded');
  }
}
