import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import {
  createReflector,
  type Reflector,
  type ReflectorOptions,
} from '../../../src/kube/reflector/create-reflector.ts';
import { createLogger } from '../../../src/logger.ts';
import { startApiServer } from '../api-server.ts';

export const log = createLogger({ level: 'silent', secrets: [] });
export const soon = new AbortController().signal;
export const seen = { timeout: 5_000, interval: 5 };

/** An API server for each test, and a reflector of its things. */
export function useReflector(): ReflectorStage {
  const stage = new ReflectorStage();
  beforeEach(async () => {
    stage.server = await startApiServer();
    stage.changes = [];
  });
  afterEach(async () => {
    await stage.reflector?.stop();
    stage.reflector = undefined;
    await stage.server.close();
  });
  return stage;
}

class ReflectorStage {
  server!: Awaited<ReturnType<typeof startApiServer>>;
  reflector: Reflector<RawObject> | undefined;
  /** What was told, in order. */
  changes: string[] = [];

  /** Begins to follow the things of the server, and ends with the test. */
  begin(options: Partial<ReflectorOptions<RawObject>>): Reflector<RawObject> {
    this.reflector = createReflector<RawObject>({
      client: this.server.client,
      path: '/api/v1/things',
      project: (object) => object,
      onChange: () => undefined,
      log,
      ...options,
    });
    return this.reflector;
  }

  async follow(quietMs = 60_000): Promise<Reflector<RawObject>> {
    const reflector = this.begin({
      labelSelector: 'berth.dev/environment',
      project: (object) => {
        if (object.spec === 'odd') throw new Error('cannot be read');
        return object;
      },
      onChange: ({ metadata }, change) => this.changes.push(`${change} ${metadata.name}`),
      timing: { quietMs, firstBackoffMs: 20, longestBackoffMs: 50, listSpreadMs: 1 },
    });
    await reflector.whenSynced(soon);
    await vi.waitFor(() => expect(this.server.countWatches()).toBe(1), seen);
    return reflector;
  }

  names(): readonly string[] | undefined {
    return this.reflector?.list('shop').map(({ metadata }) => metadata.name);
  }

  async waitForNames(...wanted: readonly string[]): Promise<void> {
    await vi.waitFor(() => expect(this.names()).toEqual(wanted), seen);
  }
}
