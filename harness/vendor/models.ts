/** The models that the simulated vendor knows; a dated name (`-20250929`) is known by its undated one. */
export const knownModels: readonly string[] = [
  "claude-3-5-haiku",
  "claude-sonnet-4",
  "claude-sonnet-4-5",
  "claude-sonnet-4-6",
  "claude-sonnet-5",
  "claude-sonnet-5-5",
  "claude-haiku-4-5",
  "claude-haiku-5-5",
  "claude-opus-4",
  "claude-opus-4-1",
  "claude-opus-4-5",
  "claude-opus-4-6",
  "claude-opus-4-7",
  "claude-opus-4-8",
  "claude-opus-5",
  "claude-opus-5-5",
  "claude-fable-5-2",
];

/** Whether a model can be asked. */
export function isKnownModel(name: string): boolean {
  return knownModels.includes(name.replace(/-\d{8}$/, ""));
}
