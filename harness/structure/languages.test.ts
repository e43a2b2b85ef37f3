import { expect, test } from "vitest";
import { languageOfFence, languageOfPath } from "./languages.ts";

test.each([
  ["src/cart.ts", "typescript"],
  ["App.TSX", "tsx"],
  ["a.b/lib.h", "c"],
  ["src/main.cc", "cpp"],
  ["Program.cs", "csharp"],
  ["home/.bashrc", "shell"],
  ["Gemfile", "ruby"],
  ["lib\\Rakefile", "ruby"],
  [".github/workflows/ci.yml", "yaml"],
  ["tsconfig.jsonc", "json"],
])("the language of %s is %s", (path, language) => {
  expect(languageOfPath(path)).toBe(language);
});

test.each(["Dockerfile", "App.vue", "App.svelte", "theme.scss", "a.go/README", "go", "", "x."])(
  "%s has no language",
  (path) => {
    expect(languageOfPath(path)).toBeUndefined();
  },
);

test.each([
  ["sh", "shell"],
  ["zsh", "shell"],
  ["c++", "cpp"],
  ["cs", "csharp"],
  ["rb", "ruby"],
  ["rs", "rust"],
  ["golang", "go"],
  ["yml", "yaml"],
  ["PostgreSQL", "sql"],
])("a fence of %s is %s", (word, language) => {
  expect(languageOfFence(word)).toBe(language);
});

test.each(["", "text", "console", "constructor", "__proto__"])(
  "a fence of %j has no language",
  (word) => {
    expect(languageOfFence(word)).toBeUndefined();
  },
);
