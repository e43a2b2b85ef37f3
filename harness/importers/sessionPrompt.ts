import type { LogEvent } from "./conversation.ts";

type PromptOrEnding = Extract<LogEvent, { kind: "prompt" | "ending" }>;

/**
 * What a user's words in a session file are: a prompt, an interruption, or null for what the client wrote itself (the
 * output of local commands, reminders, notices of background tasks).
 */
export function readPrompt(text: string): PromptOrEnding | null {
  const words = text.replaceAll(addedByClient, "").trim();
  if (words === "") return null;
  if (words.startsWith("[Request interrupted by user")) {
    return { kind: "ending", ending: { kind: "interrupted" } };
  }
  const command = /<command-name>\s*(\/?[^<]*?)\s*<\/command-name>/.exec(words)?.[1];
  if (command !== undefined && words.startsWith("<command-")) {
    const given = /<command-args>([\s\S]*?)<\/command-args>/.exec(words)?.[1]?.trim();
    const slashed = command.startsWith("/") ? command : `/${command}`;
    return { kind: "prompt", text: given ? `${slashed} ${given}` : slashed };
  }
  return clientWords.test(words) ? null : { kind: "prompt", text: words };
}

const clientWords = /^<(local-command-|bash-|task-notification|user-memory-input)/;

/** Put before or after the user's own words in the same message. */
const addedByClient = /<(system-reminder|ide_[a-z_]+)>[\s\S]*?<\/\1>/g;
