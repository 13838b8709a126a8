import { cutText } from '../../report/text/clean-text.ts';

export const mostLines = 20;
const mostCharacters = 400;
/** As many lines as that, in characters of one byte. */
const mostBytes = 8 * 1024;
/** All of a status has to find its place in one object, of which etcd takes no more than 1.5 MiB. */
const mostBytesOfAll = 256 * 1024;

/** Splits a text into lines and leaves out what the status has no room for: their ends, and the first of them. */
export function limitLines(text: string, releases: number): readonly string[] {
  const lines = text === '' ? [] : text.split('\n').slice(-mostLines);
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines.toReversed()) {
    const cut = cutText(line, mostCharacters);
    bytes += Buffer.byteLength(JSON.stringify(cut));
    if (bytes > Math.min(mostBytes, mostBytesOfAll / releases)) break;
    kept.unshift(cut);
  }
  return kept;
}
