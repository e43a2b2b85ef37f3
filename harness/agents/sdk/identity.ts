import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const fileName = ".sametwice-agent.json";

/**
 * Makes the agent that runs with this HOME believe to be the given device, as a seeded `.claude.json` does for Claude Code.
 * @param deviceId 64 hexadecimal digits
 */
export function seedIdentity(home: string, deviceId: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, fileName), `${JSON.stringify({ userID: deviceId })}\n`);
}

/** The device that HOME stands for; a HOME without one gets a random one, which stays. */
export function readIdentity(home: string): string {
  const known = knownIdentity(home);
  if (known !== null) return known;
  const made = randomBytes(32).toString("hex");
  seedIdentity(home, made);
  return made;
}

function knownIdentity(home: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(join(home, fileName), "utf8"));
    if (typeof content !== "object" || content === null || !("userID" in content)) return null;
    return typeof content.userID === "string" ? content.userID : null;
  } catch {
    // No such file, or not JSON: both mean that nobody seeded it.
    return null;
  }
}
