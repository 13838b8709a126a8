import type { ServerResponse } from 'node:http';
import type { Exchange } from '../route.ts';

export interface StreamSource {
  /** The main part of the page as it is now. */
  readonly render: () => string;
  /** Calls back when it may be another; returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
}

/** Four times a second is as fast as people read. */
const restMs = 250;
/** Shorter than what browsers and proxies take for a dead connection. */
const beatMs = 15_000;

/**
 * Sends the main part of a page now and whenever it is another, as server-sent events, until the client goes or the server
 * drains. Changes that come fast, or faster than the client reads, are one.
 */
export function streamMain({ request, response, draining }: Exchange, { render, onChange }: StreamSource): void {
  // Its connection ends with it: kept for another request, it would hold a drain up.
  response.setHeader('connection', 'close').setHeader('x-accel-buffering', 'no');
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  if (request.method === 'HEAD' || draining.aborted) {
    response.end();
    return;
  }
  const stop = new AbortController();
  const announce = createSender(response, render, stop.signal);
  const beat = setInterval(() => {
    if (!response.writableNeedDrain) response.write('event: beat\ndata:\n\n');
  }, beatMs);
  const unsubscribe = onChange(announce);
  const end = () => response.end();
  draining.addEventListener('abort', end, { once: true });
  response.once('close', () => {
    stop.abort();
    clearInterval(beat);
    unsubscribe();
    draining.removeEventListener('abort', end);
  });
  announce();
}

/** Makes what is to be called when the main part may be another. */
function createSender(response: ServerResponse, render: () => string, stopped: AbortSignal): () => void {
  let sent: string | undefined;
  let isStale = false;
  let rest: NodeJS.Timeout | undefined;
  stopped.addEventListener('abort', () => clearTimeout(rest), { once: true });
  response.on('drain', send);
  return () => {
    isStale = true;
    send();
  };

  function send(): void {
    const isHeldUp = rest !== undefined || response.writableNeedDrain;
    if (!isStale || isHeldUp || stopped.aborted || response.writableEnded) return;
    isStale = false;
    const main = render();
    if (main === sent) return;
    sent = main;
    response.write(
      `event: main\n${main
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}`)
        .join('\n')}\n\n`,
    );
    rest = setTimeout(() => {
      rest = undefined;
      send();
    }, restMs);
  }
}
