import { describe, expect, test } from 'vitest';
import { mergeOverlay } from '../../../src/manifest/resolve/merge-overlay.ts';

describe('the part of a profile', () => {
  test('is merged key by key, and leaves alone what it does not name', () => {
    const base = {
      services: { api: { url: 'a', releases: { api: { version: '1', values: { a: { b: 1, c: 2 } } } } } },
    };
    const overlay = { services: { api: { releases: { api: { values: { a: { c: 3 }, d: 4 } } } } } };

    expect(mergeOverlay(base, overlay)).toEqual({
      services: { api: { url: 'a', releases: { api: { version: '1', values: { a: { b: 1, c: 3 }, d: 4 } } } } },
    });
  });

  test('replaces lists and charts as a whole', () => {
    const base = release({ chart: { git: 'acme/charts', path: 'a', ref: 'main' }, valuesFiles: ['a', 'b'] });
    const overlay = release({ chart: { repository: 'https://charts.example.com', name: 'a' }, valuesFiles: ['c'] });

    expect(mergeOverlay(base, overlay)).toEqual(overlay);
  });

  test('takes out what it leaves empty, but keeps an empty value for Helm', () => {
    const base = {
      services: { api: { releases: { seed: { chart: 'x' }, api: { values: { image: 1, releases: { a: 1 } } } } } },
    };
    const overlay = {
      services: { api: { releases: { seed: null, api: { values: { image: null, releases: { a: null } } } } } },
    };

    expect(mergeOverlay(base, overlay)).toEqual({
      services: { api: { releases: { api: { values: { image: null, releases: { a: null } } } } } },
    });
  });

  test('may name services as the words of the format', () => {
    const base = { services: { values: { url: 'a' }, releases: { url: 'b' }, chart: { url: 'c', ready: '/' } } };

    expect(mergeOverlay(base, { services: { chart: { url: 'd' }, values: null } })).toEqual({
      services: { releases: { url: 'b' }, chart: { url: 'd', ready: '/' } },
    });
  });
});

function release(fields: object): object {
  return { services: { api: { releases: { api: fields } } } };
}
