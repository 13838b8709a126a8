/** Where things are on the site of GitHub. */
export interface GitHubAddresses {
  pullRequest(repository: string, number: number): string;
  commit(repository: string, sha: string): string;
  line(place: {
    readonly repository: string;
    readonly sha: string;
    readonly file: string;
    readonly line: number;
  }): string;
}

/** `githubUrl` is the address of the site, as of GitHub Enterprise. */
export function createGitHubAddresses(githubUrl = 'https://github.com'): GitHubAddresses {
  const base = githubUrl.replace(/\/+$/, '');
  return {
    pullRequest: (repository, number) => `${base}/${encodePath(repository)}/pull/${number}`,
    commit: (repository, sha) => `${base}/${encodePath(repository)}/commit/${encodePath(sha)}`,
    line: ({ repository, sha, file, line }) =>
      `${base}/${encodePath(repository)}/blob/${encodePath(sha)}/${encodePath(file)}#L${line}`,
  };
}

function encodePath(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
