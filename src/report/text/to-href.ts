const longestHref = 2_000;

/**
 * Makes an address safe to stand in a link, in Markdown and in HTML. `undefined` for what is no address of a web page, or
 * carries a password along.
 */
export function toHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') return undefined;
  const href = url.href.replaceAll(/[^\w\-.~:/?#&=%+,;$!]/g, encodeCharacter);
  return href.length <= longestHref ? href : undefined;
}

/** How an address reads: without the scheme that all of them have, and without a slash at its end. */
export function toAddressText(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

/** Brackets of IPv6 are the only ones that must stay; such an address is not worth a link that may break out of its Markdown. */
function encodeCharacter(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}
