/** Determines where people see pull requests from the address of the API, without a slash at the end. */
export function determineSiteUrl(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl);
  // github.com and GitHub Enterprise Cloud have their API on a host of its own, GitHub Enterprise Server below a path.
  return `${protocol}//${host.replace(/^api\./, '')}`;
}
