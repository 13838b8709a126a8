/** `default` is what `flux install` gives; `tuned` is what Flux's own guide gives for many releases; `fastest` is all that makes it wait less. */
export type FluxTuning = 'default' | 'tuned' | 'fastest';

/** What differs from the defaults of helm-controller. */
export const tuningFlags = {
  default: [],
  tuned: ['--concurrent=10', '--requeue-dependency=5s'],
  fastest: ['--concurrent=10', '--requeue-dependency=1s'],
} as const satisfies Record<FluxTuning, readonly string[]>;
