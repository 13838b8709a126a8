/** Finds the name that a chart has for itself in its Chart.yaml. A chart that Helm cannot read either has none: Helm says so better. */
export function findChartName(chartFile: string): string | undefined {
  return /^name:[ \t]*["']?([\w.-]+)/m.exec(chartFile)?.[1];
}
