/** Writes what may hold anything as one short piece of code in Markdown. */
export function toCode(value: string): string {
  const safe = value.replaceAll(/[`\p{C}\p{Z}]+/gu, ' ').trim();
  const characters = Array.from(safe);
  return `\`${characters.length <= longestField ? safe : `${characters.slice(0, longestField - 1).join('')}…`}\``;
}

const longestField = 200;
