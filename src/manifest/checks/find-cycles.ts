/** What each node waits for. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Finds what waits for itself: one cycle for every knot in the graph, each as the way round that begins and ends with the
 * node that comes first in the graph (`a, b, c, a`).
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  for (let stuck = listStuck(graph, new Set()); stuck.size > 0;) {
    const cycle = followCycle(graph, stuck);
    cycles.push(cycle);
    stuck = listStuck(graph, new Set(cycles.flat()));
  }
  return cycles;
}

/** Lists what can never start, if the nodes in `settled` are taken as done. */
function listStuck(graph: Graph, settled: ReadonlySet<string>): ReadonlySet<string> {
  const done = new Set(settled);
  const stuck = new Set([...graph.keys()].filter((node) => !done.has(node)));
  for (let before = -1; before !== stuck.size;) {
    before = stuck.size;
    for (const node of stuck) {
      if ((graph.get(node) ?? []).every((other) => done.has(other) || !graph.has(other))) {
        done.add(node);
        stuck.delete(node);
      }
    }
  }
  return stuck;
}

/** Every stuck node waits for another stuck one: whoever follows them comes round. */
function followCycle(graph: Graph, stuck: ReadonlySet<string>): readonly string[] {
  const trail: string[] = [];
  let [node = ''] = stuck;
  while (!trail.includes(node)) {
    trail.push(node);
    node = (graph.get(node) ?? []).find((other) => stuck.has(other)) ?? '';
  }
  return startAtFirst(graph, trail.slice(trail.indexOf(node)));
}

function startAtFirst(graph: Graph, ring: readonly string[]): readonly string[] {
  const first = [...graph.keys()].find((node) => ring.includes(node)) ?? '';
  const at = ring.indexOf(first);
  return [...ring.slice(at), ...ring.slice(0, at), first];
}
