import { z } from 'zod';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of time as people write it, `90s`, `15m`, `24h` or `14d`; read as milliseconds. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, { error: 'Write a number with its unit: 90s, 15m, 24h or 14d.' })
  .describe('A span of time: 90s, 15m, 24h or 14d.')
  .transform((text) => Number(text.slice(0, -1)) * unitMs[text.slice(-1) as keyof typeof unitMs]);
