import { z } from 'zod';
import { Sample } from './sample.ts';

/** All that one run of the benchmark showed, as its JSON holds it. */
export type BenchResult = Readonly<z.output<typeof BenchResult>>;
export const BenchResult = z.strictObject({
  takenAt: z.iso.datetime(),
  machine: z.strictObject({ cores: z.int(), memoryGib: z.number() }),
  seed: z.int(),
  /** Names for people, and what each was set to. */
  tools: z.record(z.string(), z.strictObject({ title: z.string(), settings: z.string() })),
  samples: z.array(Sample),
  /** What was begun and did not end. */
  failures: z.array(z.string()),
});
