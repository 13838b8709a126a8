import type { State } from '../state/state.ts';
import type { Actor } from './actor.ts';
import { unauthorized } from './api-error.ts';
import { looksLikeJwt, verifyAppJwt } from './app-jwt.ts';

/** Who sent a request, by its `Authorization` header; throws GitHub's 401 if that is no good. */
export function authenticate(state: State, authorization: string | undefined, now: Date): Actor {
  if (authorization === undefined) return { kind: 'anonymous' };
  const credentials = readCredentials(authorization);
  if (looksLikeJwt(credentials)) {
    verifyAppJwt(state.app, credentials, now);
    return { kind: 'app' };
  }
  const token = state.tokens.find(({ value }) => value === credentials);
  if (token?.kind === 'user') return { kind: 'user', account: token.account };
  if (!token || token.expiresAt <= now || token.installation.suspendedAt) throw unauthorized();
  return { kind: 'installation', token };
}

function readCredentials(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(/ +/);
  if (/^(?:bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) throw unauthorized();
  const [user = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  // Git clients may give the token as the name and nothing as the password.
  return password.join(':') === '' || password.join(':') === 'x-oauth-basic' ? user : password.join(':');
}
