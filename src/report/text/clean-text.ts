/**
 * Makes one line out of a text that others wrote: without colours of terminals, control characters and those that turn the
 * direction of reading, and no longer than given.
 */
export function cleanText(text: string, mostCharacters = 500): string {
  const clean = removeTerminalCodes(text)
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
  return cutText(clean, mostCharacters);
}

/** The same for one line of a log, of which the indentation stays. */
export function cleanLine(text: string, mostCharacters = 500): string {
  const clean = removeTerminalCodes(text)
    .replaceAll('\t', '  ')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .trimEnd();
  return cutText(clean, mostCharacters);
}

export function cutText(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const characters = Array.from(text.slice(0, mostCharacters * 2));
  return characters.length <= mostCharacters ? text : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}

function removeTerminalCodes(text: string): string {
  return text.replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g, '');
}
