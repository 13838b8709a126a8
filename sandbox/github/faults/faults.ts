/** What goes wrong on an API route, for the next `count` requests that match. */
export interface ApiFault {
  readonly method?: string;
  /** A pattern for the path below `/api/v3`, `*` for anything: `/repos/acme/shop/deployments*`. */
  readonly path: string;
  /** Default 1. */
  readonly count?: number;
  readonly effect: ApiEffect;
}

export type ApiEffect =
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  | { readonly kind: 'primaryLimit'; readonly resetInSeconds: number }
  | { readonly kind: 'secondaryLimit'; readonly retryAfterSeconds: number; readonly status?: 403 | 429 }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The request is carried out, then the connection breaks before the answer. */
  | { readonly kind: 'lostResponse' }
  | { readonly kind: 'emptyList' }
  /** Reads answer from the moment at which the fault was added, for so long. `count` does not end it. */
  | { readonly kind: 'staleRead'; readonly ms: number };

/** What goes wrong with the next `count` webhooks that match. */
export interface WebhookFault {
  /** `pull_request` or `pull_request.labeled`; any event without it. */
  readonly event?: string;
  /** Default 1. */
  readonly count?: number;
  readonly effect: WebhookEffect;
}

export type WebhookEffect =
  /** Never sent and not among the deliveries. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'duplicate'; readonly times: number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Held back until that many later ones were sent. */
  | { readonly kind: 'reorder'; readonly behind: number };

export interface Faults {
  addApi(fault: ApiFault): void;
  addWebhook(fault: WebhookFault): void;
  clear(): void;
}
