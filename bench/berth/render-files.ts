import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { BenchGraph } from '../graphs/bench-graph.ts';

/** Renders what a repository holds to have berth deploy a graph: the manifest, and the charts that it names. */
export async function renderFiles(graph: BenchGraph): Promise<Readonly<Record<string, string>>> {
  const folders = [...new Set(graph.releases.map(({ chart }) => chart))];
  const charts = await Promise.all(folders.map(readChart));
  return Object.assign({ '.berth.yaml': renderManifest(graph) }, ...charts) as Record<string, string>;
}

/** JSON is YAML. */
function renderManifest({ releases }: BenchGraph): string {
  const entries = releases.map(({ name, dependencies, chart, values }) => [
    name,
    {
      chart: `./${locateChart(chart)}`,
      ...(dependencies.length > 0 && { dependencies: dependencies.map((dependency) => ({ name: dependency })) }),
      values,
    },
  ]);
  const services = { graph: { releases: Object.fromEntries(entries) as unknown } };
  return `${JSON.stringify({ version: 1, services }, undefined, 2)}\n`;
}

function locateChart(folder: string): string {
  return `charts/${basename(folder)}`;
}

async function readChart(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(
    files.map(async (file) => [join(locateChart(folder), relative(folder, file)), await readFile(file, 'utf8')]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}
