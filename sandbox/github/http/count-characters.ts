/** Length as GitHub counts it: code points, so that one emoji is one character and not two. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
