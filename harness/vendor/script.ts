import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { fixtureFolder } from "./fixtureFolder.ts";
import { readYaml } from "./readYaml.ts";

const actionSchema = z.union([
  z.strictObject({ read: z.string() }),
  z.strictObject({
    edit: z.strictObject({
      path: z.string(),
      old: z.string(),
      new: z.string(),
      /** replaces every occurrence; otherwise `old` must occur once */
      all: z.boolean().default(false),
    }),
  }),
  z.strictObject({ write: z.strictObject({ path: z.string(), content: z.string() }) }),
  z.strictObject({ bash: z.string(), about: z.string() }),
  z.strictObject({ glob: z.string() }),
  z.strictObject({ grep: z.strictObject({ pattern: z.string(), path: z.string() }) }),
]);

/** Either some calls, issued together, or an answer that hands the word back to the user. */
const stepSchema = z.union([
  z.strictObject({
    think: z.string().optional(),
    say: z.string().optional(),
    calls: z.array(actionSchema).min(1),
  }),
  z.strictObject({
    think: z.string().optional(),
    answer: z.string(),
    stop: z.enum(["end_turn", "max_tokens", "refusal"]).default("end_turn"),
  }),
]);

const stepsSchema = z
  .array(stepSchema)
  .min(1)
  .refine((steps) => steps.every((step, i) => "answer" in step === (i === steps.length - 1)), {
    message: "the last step, and only that, is an answer",
  });

const scriptSchema = z.strictObject({
  match: z.string().min(1),
  ways: z
    .array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(["usual", "near", "far"]),
        steps: stepsSchema,
      }),
    )
    .refine(
      (ways) => ways.every((way, i) => (way.kind === "usual") === (i === 0)) && ways.length > 0,
      {
        message: "the first way, and only that, is the usual one",
      },
    ),
  degraded: z.array(z.strictObject({ id: z.string(), steps: stepsSchema })).min(3),
});

/** One thing that a scripted model does with a tool, in no client's dialect; paths are relative to the workspace. */
export type Action = z.infer<typeof actionSchema>;

/** One message of a scripted model. */
export type ScriptStep = z.infer<typeof stepSchema>;

/** How a model can go about one prompt: healthy ways, and the forms it takes when it is degraded. */
export type Script = z.infer<typeof scriptSchema> & {
  /** name of the file, which is the id of the prompt it is for */
  readonly id: string;
};

/**
 * All scripts of the fixtures.
 * @throws UserError when one of them cannot be read
 */
export async function loadScripts(folder = fixtureFolder("scripts")): Promise<readonly Script[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  return Promise.all(
    files.map(async (file) => ({
      id: basename(file, ".yaml"),
      ...(await readYaml(join(folder, file), scriptSchema)),
    })),
  );
}

/** The script for a prompt: the one whose phrase occurs in it, the longest phrase when several do. */
export function scriptFor(scripts: readonly Script[], prompt: string): Script | null {
  const text = oneLine(prompt);
  const matching = scripts.filter((script) => text.includes(oneLine(script.match)));
  return matching.sort((a, b) => b.match.length - a.match.length)[0] ?? null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
