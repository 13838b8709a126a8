/** Reads a stream of text line by line. What follows the last line break is given up: the line was cut off. */
export async function* readLines(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // Kept in parts: a line may be megabytes long and come in thousands of pieces.
  let begun: string[] = [];
  for await (const chunk of body) {
    onBytes();
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    begun.push(first);
    for (const next of rest) {
      yield begun.join('');
      begun = [next];
    }
  }
}
