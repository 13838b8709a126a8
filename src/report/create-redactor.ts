export type Redactor = (text: string) => string;

const replacement = '[redacted]';
const secretWord =
  'password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|credential|authorization|cookie';
/** Every repetition below is bounded, so that no text, however hostile, takes more than linear time. */
const inDouble = String.raw`"(?:[^"\\\n]|\\.){0,2000}"?`;
const inSingle = String.raw`'[^'\n]{0,2000}'?`;
const entryStart = String.raw`(?:^|[\n{,"'(])[ \t]{0,40}(?:- )?`;

/** What gives itself away as a secret by its form alone. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]{1,40}-----(?:[^"-]|-(?!----)){0,20000}(?:-----END [A-Z0-9 ]{1,40}-----)?/g, replacement],
  // Not `{36}`: GitHub's newer installation tokens are longer, with dots and underscores.
  [/\b(?:gh[pousr]_[\w.-]{20,}|github_pat_\w{20,}|v1\.[0-9a-f]{40})/g, replacement],
  [/\b(?:xox[abeprs]-[\w-]{10,}|glpat-[\w-]{20,}|npm_\w{36}|AKIA[0-9A-Z]{16})/g, replacement],
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,2000}(?:\.[\w-]{0,2000})?/g, replacement],
  [/\b(bearer|basic)\s{1,5}[\w.~+/=-]{15,}/gi, `$1 ${replacement}`],
  [/(:\/\/[^\s:@/"'\\]{0,200}):[^\s@/"'\\]{1,200}@/g, `$1:${replacement}@`],
  [/(https:\/\/hooks\.slack\.com\/)[\w/]+/g, `$1${replacement}`],
];

/**
 * `POSTGRES_PASSWORD=…`, and as an entry of YAML, JSON or headers: a colon in a sentence (`creating token: forbidden`) is none.
 * A value does not end with its first quote: to a shell `'it'\''s'` is one word, and `'it''s'` to YAML. One without quotes ends
 * at the next: that may be of the text around.
 */
const assignments: readonly RegExp[] = [
  new RegExp(
    String.raw`((?:${secretWord})[\w.-]{0,40}=)(?:(?=["'])(?:${inDouble}|${inSingle}|\\.|[^\s"'\\,;&)]){1,2000}|[^\s"'\\,;&)]{1,2000})`,
    'gi',
  ),
  new RegExp(
    String.raw`(${entryStart}[\w.-]{0,40}(?:${secretWord})[\w.-]{0,40}["']?[ \t]{0,5}:[ \t]{0,5})(?:(?:${inDouble}){1,200}|(?:${inSingle}){1,200}|[^\s"'\\,}])[^"'\\,}\n]{0,2000}`,
    'gi',
  ),
];

/**
 * Makes a function that takes secrets out of a text: those given, also when they come encoded or line by line, and what looks like one.
 * Redacting twice is the same as once.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets.flatMap(listSpellings))].sort((a, b) => b.length - a.length);
  const knownPattern = known.length === 0 ? undefined : new RegExp(known.map(escapePattern).join('|'), 'g');
  return (text) => {
    let redacted = knownPattern === undefined ? text : text.replace(knownPattern, replacement);
    for (const [pattern, substitute] of forms) redacted = redacted.replace(pattern, substitute);
    for (const pattern of assignments) redacted = redacted.replace(pattern, `$1${replacement}`);
    return redacted;
  };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A key of several lines is known by each of its lines; what is shorter than eight characters would be found in innocent text. */
function listSpellings(secret: string): string[] {
  const pieces = [secret, ...secret.split('\n')].filter((piece) => piece.length >= 8 && !piece.startsWith('-----'));
  return pieces.flatMap((piece) => {
    const bytes = Buffer.from(piece);
    return [
      piece,
      escapeJson(piece),
      escapeJson(escapeJson(piece)),
      encodeURIComponent(piece),
      bytes.toString('hex'),
      ...listBase64(bytes),
    ];
  });
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** In base64 a text looks different at each of three offsets; the first and last characters depend on its neighbours. */
function listBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const certain = encoded.slice(offset === 0 ? 0 : offset + 1, (offset + bytes.length) % 3 === 0 ? undefined : -1);
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
