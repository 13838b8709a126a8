import { text } from './text.ts';

/** An address to build others on. Comes out without a slash at the end. */
export const Url = text()
  .refine(isBaseUrl, 'must be an address that begins with https:// (or http://), without user, query or fragment')
  .transform((url) => url.replace(/\/+$/, ''));

function isBaseUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
