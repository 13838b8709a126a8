/** A graph as it is to be drawn from left to right: what waits stands to the right of what it waits for. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** A line through these, from the right side of one node to the left side of another. */
  readonly points: readonly Point[];
}

export interface PlacedNode extends Point {
  readonly id: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphNode {
  readonly id: string;
  readonly dependencies: readonly string[];
}

export const nodeSize = { width: 184, height: 52 } as const;
const gap = { x: 52, y: 16 } as const;
const margin = 8;

/** Lays a graph out in layers. Dependencies that are not in it, and those that would close a circle, are left out. */
export function layOutGraph(given: readonly GraphNode[]): GraphLayout {
  const nodes = leaveOutCircles(given);
  const layerOf = determineLayers(nodes);
  const slots = listSlots(nodes, layerOf);
  const layers = orderLayers(slots);
  const heights = layers.map((layer) => layer.reduce((sum, { height }) => sum + height + gap.y, -gap.y));
  const height = Math.max(0, ...heights);
  const places = new Map<string, Point>();
  layers.forEach((layer, index) => {
    let y = margin + (height - (heights[index] ?? 0)) / 2;
    for (const slot of layer) {
      places.set(slot.key, { x: margin + index * (nodeSize.width + gap.x), y });
      y += slot.height + gap.y;
    }
  });
  return {
    width: 2 * margin + layers.length * (nodeSize.width + gap.x) - gap.x,
    height: height + 2 * margin,
    nodes: nodes.map(({ id }) => ({ id, ...placeOf(places, id) })),
    edges: nodes.flatMap(({ id: to, dependencies }) =>
      dependencies.map((from) => ({ from, to, points: routeEdge(from, to, layerOf, places) })),
    ),
  };
}

function leaveOutCircles(given: readonly GraphNode[]): readonly GraphNode[] {
  const kept = new Map<string, GraphNode>();
  let waiting = given.filter(({ id }, index) => given.findIndex((one) => one.id === id) === index);
  const ids = new Set(waiting.map(({ id }) => id));
  const trim = ({ id, dependencies }: GraphNode) => ({
    id,
    dependencies: [...new Set(dependencies)].filter((one) => ids.has(one) && one !== id),
  });
  while (waiting.length > 0) {
    const next = waiting.filter((node) => trim(node).dependencies.every((one) => kept.has(one)));
    // All that is left waits for itself in the end: the first of it begins.
    const chosen = next.length > 0 ? next : waiting.slice(0, 1);
    for (const node of chosen) {
      const { id, dependencies } = trim(node);
      kept.set(id, { id, dependencies: dependencies.filter((one) => kept.has(one)) });
    }
    waiting = waiting.filter(({ id }) => !kept.has(id));
  }
  return [...kept.values()];
}

/** Nodes come after what they depend on, so that one walk is enough. */
function determineLayers(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  for (const { id, dependencies } of nodes) {
    layers.set(id, 1 + Math.max(-1, ...dependencies.map((one) => layers.get(one) ?? 0)));
  }
  return layers;
}

/** A place in a layer: a node, or the room through which a long line passes. */
interface Slot {
  readonly key: string;
  readonly layer: number;
  readonly height: number;
  readonly before: readonly string[];
}

function listSlots(nodes: readonly GraphNode[], layerOf: ReadonlyMap<string, number>): readonly Slot[] {
  return nodes.flatMap(({ id, dependencies }) => {
    const layer = layerOf.get(id) ?? 0;
    const bends = dependencies.flatMap((from) =>
      listBends(from, id, layerOf).map(({ key, layer: at, previous }): Slot => ({
        key,
        layer: at,
        height: 0,
        before: [previous],
      })),
    );
    const before = dependencies.map((from) => listBends(from, id, layerOf).at(-1)?.key ?? from);
    return [...bends, { key: id, layer, height: nodeSize.height, before }];
  });
}

function listBends(from: string, to: string, layerOf: ReadonlyMap<string, number>) {
  const [first, last] = [(layerOf.get(from) ?? 0) + 1, layerOf.get(to) ?? 0];
  const key = (layer: number) => `${from} → ${to} ${layer}`;
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => ({
    key: key(first + index),
    layer: first + index,
    previous: index === 0 ? from : key(first + index - 1),
  }));
}

/** Each layer in the order of what its slots come from, so that few lines cross. */
function orderLayers(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const count = 1 + Math.max(-1, ...slots.map(({ layer }) => layer));
  const rank = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const layer = slots.filter((slot) => slot.layer === index);
    const wish = ({ before }: Slot) =>
      before.length === 0 ? 0 : before.reduce((sum, key) => sum + (rank.get(key) ?? 0), 0) / before.length;
    const ordered = layer.toSorted((one, other) => wish(one) - wish(other));
    ordered.forEach(({ key }, place) => rank.set(key, (place + 0.5) / ordered.length));
    return ordered;
  });
}

function routeEdge(
  from: string,
  to: string,
  layerOf: ReadonlyMap<string, number>,
  places: ReadonlyMap<string, Point>,
): readonly Point[] {
  const [start, end] = [placeOf(places, from), placeOf(places, to)];
  const middle = nodeSize.height / 2;
  const bends = listBends(from, to, layerOf).flatMap(({ key }) => {
    const { x, y } = placeOf(places, key);
    return [
      { x, y },
      { x: x + nodeSize.width, y },
    ];
  });
  return [{ x: start.x + nodeSize.width, y: start.y + middle }, ...bends, { x: end.x, y: end.y + middle }];
}

function placeOf(places: ReadonlyMap<string, Point>, key: string): Point {
  return places.get(key) ?? { x: 0, y: 0 };
}
