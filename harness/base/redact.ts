/** Replaces secrets in all strings of a value made of JSON; a value without any is returned as it is, the same object. */
export type Redactor = <T>(value: T) => T;

/** What stands in place of a secret. */
const redacted = "<redacted>";

/** Shorter secrets would be found in harmless text, and everything would be redacted. */
const shortestSecret = 8;

/**
 * What credentials look like, whoever's they are. Each begins with letters of its own, so that time stays linear in the length
 * of a text. No word boundary before them: in a text of JSON the n of an escaped line break would stand there.
 */
const shapes: readonly (readonly [shape: RegExp, replacement: string])[] = [
  [/sk-ant-[A-Za-z0-9_-]{8,}/g, redacted],
  [/sk-proj-[A-Za-z0-9_-]{20,}/g, redacted],
  // Words such as "task-" end like this, and ids follow them: here the boundary is needed.
  [/sk-(?<=(?:^|[^A-Za-z0-9]|\\[nrt])sk-)[A-Za-z0-9]{20,}/g, redacted],
  [/gh[pousr]_[A-Za-z0-9]{20,}/g, redacted],
  [/github_pat_[A-Za-z0-9_]{20,}/g, redacted],
  [/(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, redacted],
  // And here, because "eyJ" can be in the middle of what follows it.
  [
    /eyJ(?<=(?:^|[^A-Za-z0-9_-]|\\[nrt])eyJ)[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/g,
    redacted,
  ],
  // No token of this length is without a digit, but "Bearer authentication" is.
  [
    /(Bearer\s{1,4})(?=[A-Za-z._~+/-]*\d|[A-Za-z._~+/-]{24})[A-Za-z0-9._~+/-]{8,}=*/gi,
    `$1${redacted}`,
  ],
  [/(x-api-key\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)[A-Za-z0-9._~+/-]{8,}/gi, `$1${redacted}`],
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^]{0,16384}?-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^-]*)/g,
    redacted,
  ],
];

const mayHoldShape = /sk-|gh[pousr]_|github_pat_|AKIA|ASIA|eyJ|bearer|x-api-key|PRIVATE KEY/i;

/**
 * Makes a redactor for given secrets, in whatever way text spells them (plain, base64, URL-encoded, JSON-escaped), and for
 * everything that looks like a credential.
 * @param secrets those of fewer than 8 characters are ignored
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const spellings = [...new Set(secrets.filter(isLongEnough).flatMap(spellingsOf))].sort(
    (a, b) => b.length - a.length,
  );
  const redactText = (text: string): string => {
    let result = text;
    for (const spelling of spellings) {
      if (result.includes(spelling)) result = result.replaceAll(spelling, redacted);
    }
    if (!mayHoldShape.test(result)) return result;
    return shapes.reduce(
      (current, [shape, replacement]) => current.replace(shape, replacement),
      result,
    );
  };
  const redactValue = (value: unknown): unknown => {
    if (typeof value === "string") return redactText(value);
    if (Array.isArray(value)) return redactItems(value, redactValue);
    if (typeof value === "object" && value !== null)
      return redactEntries(value, redactText, redactValue);
    return value;
  };
  // The shape of a value is kept: only texts inside it change, and only into texts.
  return <T>(value: T) => redactValue(value) as T;
}

function isLongEnough(secret: string): boolean {
  return secret.length >= shortestSecret;
}

function spellingsOf(secret: string): readonly string[] {
  const escaped = escapedInJson(secret);
  const all = [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    escaped,
    // JSON in a string of JSON, as tools print it.
    escapedInJson(escaped),
    ...[0, 1, 2].flatMap((before) => base64Inside(secret, before)),
  ];
  return all.filter(isLongEnough);
}

function escapedInJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * What of a secret's base64 is the same whatever stands beside it, when so many bytes (modulo 3) stand before it: the user of
 * "user:password", for example. The characters at its ends share their bits with the neighbours.
 */
function base64Inside(secret: string, before: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor((bytes.length * 8) / 6);
  return (["base64", "base64url"] as const).map((kind) => bytes.toString(kind).slice(from, to));
}

function redactItems(items: readonly unknown[], redact: (value: unknown) => unknown): unknown {
  let changed: unknown[] | null = null;
  for (const [index, item] of items.entries()) {
    const after = redact(item);
    if (after === item) continue;
    changed ??= [...items];
    changed[index] = after;
  }
  return changed ?? items;
}

/** Keys are redacted too: a tool may be called with a secret as the name of an argument. */
function redactEntries(
  value: object,
  redactText: (text: string) => string,
  redact: (value: unknown) => unknown,
): unknown {
  const entries = Object.entries(value);
  let isChanged = false;
  const after = entries.map(([key, inner]) => {
    const redactedKey = redactText(key);
    const redactedInner = redact(inner);
    isChanged ||= redactedKey !== key || redactedInner !== inner;
    return [redactedKey, redactedInner] as const;
  });
  return isChanged ? Object.fromEntries(after) : value;
}
