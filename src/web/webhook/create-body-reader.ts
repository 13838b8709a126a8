import type { IncomingMessage } from 'node:http';
import { refuse, type Refusal } from './refusal.ts';

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
    const body = new GrowingBuffer();
    const timer = setTimeout(() => reading.end(refuse('tooSlow')), limits.timeoutMs);
    const take = (chunk: Buffer) => {
      if (body.length + chunk.length > limits.bodyBytes) reading.end(refuse('tooLarge'));
      else if (body.append(chunk)) makeRoom();
    };
    const finish = () => reading.end({ kind: 'body', bytes: body.toBuffer() });
    const breakOff = () => reading.end(refuse('brokenOff'));
    const reading: Reading = {
      body,
      end(outcome) {
        clearTimeout(timer);
        readings.delete(reading);
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

/** One buffer rather than a list of chunks: a body sent byte by byte would cost a hundred times its size. */
class GrowingBuffer {
  length = 0;
  #buffer = Buffer.allocUnsafeSlow(16 * 1024);

  get heldBytes(): number {
    return this.#buffer.length;
  }

  /** Whether more memory is held than before. */
  append(chunk: Buffer): boolean {
    const needed = this.length + chunk.length;
    const grows = needed > this.#buffer.length;
    if (grows) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    chunk.copy(this.#buffer, this.length);
    this.length = needed;
    return grows;
  }

  toBuffer(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }
}
