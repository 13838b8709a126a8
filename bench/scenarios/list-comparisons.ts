import { buildGraph, changeRelease, type Readiness } from '../graphs/build-graph.ts';
import { shapeChain, shapeIndependent, shapeLayers, shapeWide, type Shape } from '../graphs/shapes.ts';
import { createReadiness } from '../simulator/create-readiness.ts';
import type { Comparison, Form } from './comparison.ts';

/** Lists what all contenders are compared in. The same seed gives the same graphs. */
export function listComparisons(seed: number): readonly Comparison[] {
  return [
    deploy('smoke', 'chain of 2', shapeChain(2), { kind: 'pods' }, 'named'),
    deploy('S1', 'chain of 5', shapeChain(5), { kind: 'pods' }, 'quick'),
    deploy('S1', 'chain of 5, simulated', shapeChain(5), exactly(1_000), 'quick'),
    deploy('S2', 'layers 4 × 5', shapeLayers(4, 5), { kind: 'pods' }, 'quick'),
    changes(),
    removal(),
    deploy('S8', '100 independent', shapeIndependent(100), { kind: 'none' }, 'quick'),
    deploy('S1', 'chain of 10', shapeChain(10), { kind: 'pods' }),
    deploy('S2', 'layers 4 × 5, simulated', shapeLayers(4, 5), simulated(seed)),
    deploy('S2', 'layers 8 × 3, simulated', shapeLayers(8, 3), simulated(seed)),
    deploy('S8', '500 independent', shapeIndependent(500), { kind: 'none' }),
    deploy('S8', '1000 independent', shapeIndependent(1_000), { kind: 'none' }),
  ];
}

function deploy(scenario: string, work: string, shape: Shape, readiness: Readiness, form: Form = 'whole'): Comparison {
  return { form, isRemoval: false, steps: [{ scenario, work, graph: buildGraph(work, shape, readiness) }] };
}

/** In one place: berth puts off the third commit in a minute by some seconds, which is its time from the push in S5. */
function changes(): Comparison {
  const graph = buildGraph('1 → 50 → 1', shapeWide(50), { kind: 'none' });
  const steps = [
    { scenario: 'S3', work: '1 → 50 → 1', graph },
    { scenario: 'S4', work: '1 → 50 → 1, nothing changed', graph },
    { scenario: 'S5', work: '1 → 50 → 1, one leaf changed', graph: changeRelease(graph, 'last', 'another') },
  ];
  return { form: 'quick', isRemoval: false, steps };
}

/** Objects that take a while to go, and a hook for each before it goes. */
function removal(): Comparison {
  const work = 'layers 3 × 3, removed';
  const graph = buildGraph(work, shapeLayers(3, 3), { kind: 'guarded' });
  return { form: 'quick', isRemoval: true, steps: [{ scenario: 'S9', work, graph }] };
}

/** As long as real pods take, and without the kubelet's chances. */
function exactly(readyAfterMs: number): Readiness {
  return { kind: 'simulated', drawMs: () => readyAfterMs };
}

function simulated(seed: number): Readiness {
  return { kind: 'simulated', drawMs: createReadiness({ seed, medianMs: 3_000, spread: 0.5 }) };
}
