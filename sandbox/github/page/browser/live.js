// @ts-check
import { morphPart } from './morph.js';

/** Follows the server's events while the page is in sight: browsers allow few connections to one server. */
export function watchChanges() {
  const address = document.body.dataset['changes'];
  if (address === undefined) return;
  /** @type {EventSource | undefined} */
  let source;

  const follow = () => {
    source?.close();
    source = undefined;
    if (document.visibilityState === 'hidden') return;
    source = new EventSource(address);
    source.addEventListener('changed', refresh);
    source.addEventListener('ready', () => {
      document.body.classList.remove('is-offline');
      document.body.dataset['live'] = 'yes';
      // What happened while nobody listened, as between the page and this connection, is told by no event.
      void refresh();
    });
    source.addEventListener('error', () => document.body.classList.add('is-offline'));
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

const againMs = 1_000;
let isRefreshing = false;
let isStale = false;

/** Asks for the page again and takes over what differs, once at a time. */
async function refresh() {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    while (isStale) {
      isStale = false;
      const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (!response.ok) return;
      morphPart('page', new DOMParser().parseFromString(await response.text(), 'text/html'));
    }
  } catch {
    setTimeout(refresh, againMs);
  } finally {
    isRefreshing = false;
  }
}
