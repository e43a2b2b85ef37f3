/** Remembers what was made for a key; `make` is called when the key is not remembered. */
export type Memo<T> = (key: string, make: () => T) => T;

/** @param mostCharacters length of all keys that are kept; all are forgotten at once when there would be more */
export function createMemo<T>(mostCharacters: number): Memo<T> {
  const known = new Map<string, T>();
  let characters = 0;
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    if (key.length > mostCharacters) return made;
    if (characters + key.length > mostCharacters) {
      known.clear();
      characters = 0;
    }
    known.set(key, made);
    characters += key.length;
    return made;
  };
}

const written = new WeakMap<object, string>();

/** JSON of a part of a parsed body, written once however often it is asked for. */
export function jsonOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const before = written.get(value);
  if (before !== undefined) return before;
  const text = JSON.stringify(value);
  written.set(value, text);
  return text;
}
