import type { Unit } from './sample.ts';

/** Writes a value with its unit, as exactly as it is worth knowing. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 's':
      return `${value.toFixed(2)} s`;
    case 'ms':
      return `${Math.round(value)} ms`;
    case 'MB':
      return `${Math.round(value)} MB`;
    case 'count':
      return formatCount(value);
  }
}

function formatCount(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
