export interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** Takes `owner/name` apart. */
export function toPlace(repository: string): Place {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}
