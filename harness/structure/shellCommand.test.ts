import { expect, test } from "vitest";
import { programsOf } from "./shellCommand.ts";

const cases: readonly (readonly [command: string, programs: readonly string[]])[] = [
  ["npm test", ["npm test"]],
  ["npm t", ["npm test"]],
  ["npm run test -- --watch=false", ["npm test"]],
  ["npm run build && npm test", ["npm build", "npm test"]],
  ["cd /srv/app && CI=1 npm test 2>&1 | tail -20", ["npm test"]],
  ["node --test", ["node test"]],
  ["node --test test/page.test.js", ["node test"]],
  ["node script.js --test-me", ["node"]],
  ["/usr/bin/python3 -m pytest -q", ["pytest"]],
  ["npx vitest run src", ["vitest"]],
  ["timeout 60 npx --yes jest", ["jest"]],
  ["git add -A; git commit -m 'a; b && c'", ["git add", "git commit"]],
  ['git commit -m "say \\"hi\\" | there"', ["git commit"]],
  ["cat > a.txt <<'EOF'\nrm -rf /\nEOF\nls", ["cat", "ls"]],
  ["bash -lc 'cd src && npm test'", ["npm test"]],
  ["for f in *.ts; do wc -l $f; done", ["wc"]],
  ["if grep -q x a; then rm a; fi", ["grep", "rm"]],
  ["echo hi", ["echo"]],
  ["npm test || true", ["npm test"]],
  ["make > out.log 2>/dev/null &", ["make"]],
  ["grep -rn foo src | sort | uniq -c", ["grep", "sort", "uniq"]],
  ["find . -name '*.ts' | xargs grep foo", ["find", "grep"]],
  ["ls \\\n  -la", ["ls"]],
  ["", []],
  ["   ", []],
  ["'unclosed", ["unclosed"]],
];

test.each(cases)("the programs of %j are %j", (command, programs) => {
  expect(programsOf(command)).toEqual(programs);
});

test("a command of a megabyte is read in linear time", () => {
  const start = performance.now();
  programsOf(`echo ${"a 'b' \"c\" ".repeat(100_000)}`);
  programsOf("<<".repeat(50_000));
  programsOf('"'.repeat(50_000));
  programsOf("$(".repeat(20_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});
