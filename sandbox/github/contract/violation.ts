/** A difference from GitHub's description, found while running. */
export interface Violation {
  readonly kind: 'request' | 'response' | 'webhook' | 'not described';
  /** `GET /repos/{owner}/{repo}` or `pull_request.labeled`. */
  readonly subject: string;
  readonly message: string;
}
