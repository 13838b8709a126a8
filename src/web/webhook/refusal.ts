/** Why a webhook is not let in, with the status and the sentence that its sender gets. */
const refusals = {
  wrongContentType: { status: 415, text: 'only application/json is taken' },
  badHeaders: { status: 400, text: 'the headers of a webhook of GitHub are missing or malformed' },
  notSigned: { status: 401, text: 'the webhook is not signed with sha256' },
  wrongSignature: { status: 401, text: 'the signature is not right' },
  tooLarge: { status: 413, text: 'the body is too large' },
  tooSlow: { status: 408, text: 'the body came too slowly' },
  brokenOff: { status: 400, text: 'the body broke off' },
  busy: { status: 503, text: 'too many webhooks at a time' },
  notJson: { status: 400, text: 'the body is not a JSON object' },
} as const satisfies Record<string, { status: number; text: string }>;

export type RefusalReason = keyof typeof refusals;

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly status: number;
  readonly text: string;
}

export function refuse(reason: RefusalReason): Refusal {
  return { kind: 'refused', reason, ...refusals[reason] };
}
