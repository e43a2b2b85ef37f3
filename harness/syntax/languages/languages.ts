import type { Language } from "../../structure/structure.ts";
import { cpp } from "./cpp.ts";
import { csharp } from "./csharp.ts";
import { css } from "./css.ts";
import { ecmascript } from "./ecmascript.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import type { SyntaxRules } from "./rules.ts";
import { rust } from "./rust.ts";
import { shell } from "./shell.ts";

/** Languages with a tree-sitter grammar; the others are documents with parsers of their own. */
export type GrammarLanguage = Exclude<Language, "json" | "yaml" | "html" | "sql">;

/** The grammar's name and the rules by which its trees are reduced. */
export const grammarLanguages: Readonly<
  Record<GrammarLanguage, { readonly grammar: string; readonly rules: SyntaxRules }>
> = {
  typescript: { grammar: "typescript", rules: ecmascript },
  tsx: { grammar: "tsx", rules: ecmascript },
  javascript: { grammar: "javascript", rules: ecmascript },
  python: { grammar: "python", rules: python },
  go: { grammar: "go", rules: go },
  rust: { grammar: "rust", rules: rust },
  java: { grammar: "java", rules: java },
  c: { grammar: "cpp", rules: cpp },
  cpp: { grammar: "cpp", rules: cpp },
  csharp: { grammar: "c-sharp", rules: csharp },
  ruby: { grammar: "ruby", rules: ruby },
  php: { grammar: "php", rules: php },
  shell: { grammar: "bash", rules: shell },
  css: { grammar: "css", rules: css },
};
