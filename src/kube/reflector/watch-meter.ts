/** Knows how the watches of one client are doing. */
export interface WatchMeter {
  /** Begins to count one of a path. */
  follow(path: string): FollowedWatch;
  read(): readonly WatchReading[];
}

export interface FollowedWatch {
  /** All objects were read, since nothing was known of them or the watch could not go on. */
  noteList(): void;
  /** The API server said something, be it that there is nothing to say, or that berth may not know. */
  noteWord(): void;
  end(): void;
}

export interface WatchReading {
  /** `pods`, `secrets`: in how many namespaces ever. */
  readonly resource: string;
  readonly lists: number;
  /** When the one that has heard nothing for longest heard something last, or was opened; `undefined` where none is open. */
  readonly heardAtMs: number | undefined;
}

export function createWatchMeter(): WatchMeter {
  const lists = new Map<string, number>();
  const open = new Set<{ readonly resource: string; heardAtMs: number }>();
  return {
    follow: (path) => {
      const resource = path.slice(path.lastIndexOf('/') + 1);
      const one = { resource, heardAtMs: Date.now() };
      open.add(one);
      const noteWord = () => {
        one.heardAtMs = Date.now();
      };
      return {
        noteWord,
        noteList: () => {
          lists.set(resource, (lists.get(resource) ?? 0) + 1);
          noteWord();
        },
        end: () => open.delete(one),
      };
    },
    read: () => {
      const resources = new Set([...lists.keys(), ...[...open].map(({ resource }) => resource)]);
      return [...resources].map((resource) => {
        const times = [...open].filter((one) => one.resource === resource).map(({ heardAtMs }) => heardAtMs);
        const heardAtMs = times.length === 0 ? undefined : Math.min(...times);
        return { resource, lists: lists.get(resource) ?? 0, heardAtMs };
      });
    },
  };
}
