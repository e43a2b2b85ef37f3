/** The file's name without folders and endings: `runs/fix.traj.json` is `fix`. */
export function stemOf(name: string): string {
  const file = name.split(/[/\\]/).at(-1) ?? name;
  return file.replace(/(\.(traj|eval|jsonl|ndjson|json|txt|log))+$/i, "") || file;
}

/** The stem without a trailing number, which usually counts repetitions: `fix-bug.3` is `fix-bug`. */
export function taskOf(name: string): string {
  return stemOf(name).replace(/[-_.# ]+\d+$/, "") || stemOf(name);
}
