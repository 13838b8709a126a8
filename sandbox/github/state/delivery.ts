/** One attempt to hand one webhook to the App. A redelivery is another one with the same `guid`. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly redelivery: boolean;
  readonly deliveredAt: Date;
  readonly durationMs: number;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly response: DeliveryResponse;
}

export type DeliveryResponse =
  | {
      readonly kind: 'answered';
      readonly code: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };
