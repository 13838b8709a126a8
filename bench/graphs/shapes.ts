/** Which releases there are, and what each waits for. */
export type Shape = Readonly<Record<string, readonly string[]>>;

/** One after the other. */
export function shapeChain(length: number): Shape {
  return Object.fromEntries(
    count(length).map((number) => [`step-${number}`, number === 1 ? [] : [`step-${number - 1}`]]),
  );
}

/** Layers in which each waits for two of the layer above: its own column, and the next one. */
export function shapeLayers(layers: number, width: number): Shape {
  const name = (layer: number, column: number) => `layer-${layer}-${((column - 1) % width) + 1}`;
  const entries = count(layers).flatMap((layer) =>
    count(width).map((column) => {
      const above = layer === 1 ? [] : [name(layer - 1, column), name(layer - 1, column + 1)];
      return [name(layer, column), [...new Set(above)]] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** One that all wait for, and one that waits for all. */
export function shapeWide(width: number): Shape {
  const middle = count(width).map((number) => `middle-${number}`);
  return { first: [], ...Object.fromEntries(middle.map((name) => [name, ['first']])), last: middle };
}

/** None waits for another. */
export function shapeIndependent(size: number): Shape {
  return Object.fromEntries(count(size).map((number) => [`single-${number}`, []]));
}

function count(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index + 1);
}
