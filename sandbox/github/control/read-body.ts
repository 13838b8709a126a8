import type { Context } from 'hono';
import type { z } from 'zod';

export async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await context.req.json());
}

/** Zod writes down an absent option as undefined; our types mean absent by it. */
export type Present<T> = T extends object ? { [K in keyof T]: Present<Exclude<T[K], undefined>> } : T;

export function dropUndefined<T>(value: T): Present<T> {
  return JSON.parse(JSON.stringify(value)) as Present<T>;
}
