import type { IncomingMessage } from 'node:http';
import { refuse, type Refusal } from './refusal.ts';

const stepBytes = 64 * 1024;

export interface BodyLimits {
  readonly bodyBytes: number;
  /** Of all bodies that are being read, together. */
  readonly totalBytes: number;
  readonly bodies: number;
  readonly timeoutMs: number;
}

export type Body = { readonly kind: 'body'; readonly bytes: Buffer } | Refusal;

interface Reading {
  readonly body: GrowingBuffer;
  end(outcome: Body): void;
}

/**
 * Reads bodies from senders that are not known yet, within limits of size, time, number and memory. At the limit of number
 * the longest under way gives way and at that of memory the largest: an honest webhook is small and takes
 * milliseconds, so that hostile ones push each other out. One connection carries one body at a time by itself (HTTP/1.1).
 */
export function createBodyReader(limits: BodyLimits): (request: IncomingMessage) => Promise<Body> {
  const readings = new Set<Reading>(); // in the order in which they began
  const makeRoom = () => {
    if (readings.size > limits.bodies) readings.values().next().value?.end(refuse('busy'));
    const total = [...readings].reduce((sum, { body }) => sum + body.heldBytes, 0);
    if (total > limits.totalBytes) findLargest(readings)?.end(refuse('busy'));
  };
  return (request) => {
    const { promise, resolve } = Promise.withResolvers<Body>();
    const body = createGrowingBuffer(limits.bodyBytes);
    const timer = setTimeout(() => reading.end(refuse('tooSlow')), limits.timeoutMs);
    const take = (chunk: Buffer) => {
      if (body.length + chunk.length > limits.bodyBytes) reading.end(refuse('tooLarge'));
      else if (body.append(chunk)) makeRoom();
    };
    const finish = () => reading.end({ kind: 'body', bytes: body.copy() });
    const breakOff = () => reading.end(refuse('brokenOff'));
    const reading: Reading = {
      body,
      end(outcome) {
        clearTimeout(timer);
        if (!readings.delete(reading)) return;
        body.free();
        request.off('data', take).off('end', finish).off('close', breakOff).pause();
        resolve(outcome);
      },
    };
    readings.add(reading);
    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff);
    makeRoom();
    return promise;
  };
}

function findLargest(readings: ReadonlySet<Reading>): Reading | undefined {
  return [...readings].toSorted((a, b) => b.body.heldBytes - a.body.heldBytes)[0];
}

interface GrowingBuffer {
  readonly length: number;
  readonly heldBytes: number;
  /** Whether more memory is held than before. */
  append(chunk: Buffer): boolean;
  copy(): Buffer;
  free(): void;
}

/**
 * One piece of memory that grows in place and is given back at once, not when garbage is collected: a list of chunks would
 * cost a body that is sent byte by byte a hundred times its size, and a flood of refused ones would pile up.
 */
function createGrowingBuffer(mostBytes: number): GrowingBuffer {
  const memory = new ArrayBuffer(0, { maxByteLength: mostBytes });
  const bytes = new Uint8Array(memory);
  let length = 0;
  return {
    get length() {
      return length;
    },
    get heldBytes() {
      return memory.byteLength;
    },
    append(chunk) {
      const needed = length + chunk.length;
      const grows = needed > memory.byteLength;
      if (grows) memory.resize(Math.min(mostBytes, Math.ceil(needed / stepBytes) * stepBytes));
      bytes.set(chunk, length);
      length = needed;
      return grows;
    },
    copy: () => Buffer.from(bytes.subarray(0, length)),
    free: () => memory.resize(0),
  };
}
