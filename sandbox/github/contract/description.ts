/** The slice of GitHub's description that `slice.ts` makes. */
export interface Description {
  readonly note: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, DescribedOperation>>;
  /** By `event` or `event.action`. */
  readonly webhooks: Readonly<Record<string, Schema>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface DescribedOperation {
  readonly parameters: readonly Parameter[];
  readonly requestBody: { readonly required: boolean; readonly schema: Schema } | null;
  /** By status; `null` where the answer has no JSON body. */
  readonly responses: Readonly<Record<string, Schema | null>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export type Schema = Readonly<Record<string, unknown>>;
