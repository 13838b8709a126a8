import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A label in its colour; the style sheet makes the text readable on it, in light and in dark. */
export function labelTag(label: { readonly name: string; readonly color: string }): Html {
  return html`<span class="IssueLabel label-tag" style="${labelStyle(label.color)}">${label.name}</span>`;
}

/** The colour in parts, which is what the style sheet calculates with. */
export function labelStyle(color: string): string {
  const [r, g, b] = [0, 2, 4].map((start) => Number.parseInt(color.slice(start, start + 2), 16) || 0) as Channels;
  const { h, s, l } = toHsl(r, g, b);
  return `--label-r:${r};--label-g:${g};--label-b:${b};--label-h:${h};--label-s:${s};--label-l:${l};`;
}

type Channels = [number, number, number];

function toHsl(...channels: Channels): { h: number; s: number; l: number } {
  const [r, g, b] = channels.map((channel) => channel / 255) as Channels;
  const max = Math.max(r, g, b);
  const range = max - Math.min(r, g, b);
  const lightness = max - range / 2;
  const saturation = range === 0 ? 0 : range / (1 - Math.abs(2 * lightness - 1));
  return {
    h: Math.round(60 * determineHue([r, g, b], max, range)),
    s: Math.round(saturation * 100),
    l: Math.round(lightness * 100),
  };
}

function determineHue([r, g, b]: Channels, max: number, range: number): number {
  if (range === 0) return 0;
  if (max === r) return ((g - b) / range + 6) % 6;
  if (max === g) return (b - r) / range + 2;
  return (r - g) / range + 4;
}
