import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

const tailBytes = 8 * 1024;

/** Reads the end of a file as plain text, without colours and control characters, whatever its bytes are. */
export async function readTail(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const start = Math.max(0, size - tailBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, start);
  const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
  // A line that begins before the tail would read as something it is not.
  const whole = start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  return stripVTControlCharacters(whole).replaceAll(/[^\P{C}\n\t]/gu, '');
}
