import type { BenchResult } from '../../../bench/figures/result.ts';
import type { Sample } from '../../../bench/figures/sample.ts';

export function aSample(sample: Partial<Sample>): Sample {
  return { scenario: 'S1', work: 'chain of 5', releases: 5, tool: 'berth', values: {}, ...sample };
}

export function aResult(samples: readonly Sample[]): BenchResult {
  return {
    takenAt: '2026-01-02T03:04:05.000Z',
    machine: { cores: 2, memoryGib: 24 },
    seed: 1,
    tools: {
      berth: { title: 'berth', settings: 'as installed' },
      helm: { title: 'Helm <in order>', settings: 'with --wait' },
    },
    samples: [...samples],
    failures: [],
  };
}
