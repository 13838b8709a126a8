/** GitHub counts characters, not bytes or UTF-16 units. */
const longestBody = 65_536;
const longestDescription = 140;

const cutNote = '\n\n_The rest is left out: GitHub takes no longer text._\n';

/** Shortens Markdown to what GitHub takes, at the end of a line, and says so. */
export function limitBody(body: string): string {
  const characters = Array.from(body);
  if (characters.length <= longestBody) return body;
  const start = characters.slice(0, longestBody - cutNote.length).join('');
  const whole = dropLastLine(start);
  const fence = findOpenFence(whole);
  if (fence === undefined) return `${whole}${cutNote}`;
  // The note would show as code. Its fence needs room of its own.
  return `${dropLastLine(start.slice(0, -fence.length - 1))}\n${fence}${cutNote}`;
}

/** Shortens a line to what GitHub takes as the description of a deployment. */
export function limitDescription(description: string): string {
  const characters = Array.from(description);
  if (characters.length <= longestDescription) return description;
  return `${characters.slice(0, longestDescription - 1).join('')}…`;
}

/** A text of one line is cut where it is. */
function dropLastLine(text: string): string {
  const end = text.lastIndexOf('\n');
  return end > 0 ? text.slice(0, end) : text;
}

function findOpenFence(text: string): string | undefined {
  let open: string | undefined;
  for (const [, fence = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === undefined) open = fence;
    else if (fence.startsWith(open)) open = undefined;
  }
  return open;
}
