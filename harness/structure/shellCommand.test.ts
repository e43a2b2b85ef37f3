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
  // Environment and wrappers.
  ["A=1 B='x y' npm test", ["npm test"]],
  ["sudo -u bob npm i", ["npm install"]],
  ["time npm test", ["npm test"]],
  ["timeout -k 5 30s npm test", ["npm test"]],
  ["/usr/bin/env -u X node --test", ["node test"]],
  ["/usr/bin/git status", ["git status"]],
  ["npx -p typescript tsc", ["tsc"]],
  ["pnpm exec vitest && npm exec -- jest", ["vitest", "jest"]],
  ["uv run python -m pytest", ["pytest"]],
  ["node ./node_modules/.bin/jest", ["jest"]],
  // Options before the verb.
  ["git -C dir -c user.name=x commit", ["git commit"]],
  ["npm --prefix app run test:unit", ["npm test:unit"]],
  ["make -C dir CC=gcc check", ["make check"]],
  ["kubectl -n shop get pods", ["kubectl get"]],
  ["cargo +nightly test", ["cargo test"]],
  ["docker run node:22 && go run .", ["docker run", "go run"]],
  ["docker compose up && gh pr create", ["docker compose up", "gh pr create"]],
  // Subshells, substitutions, groups and control structures.
  ["(cd a && npm test)", ["npm test"]],
  ["{ git add .; git commit; }", ["git add", "git commit"]],
  ["echo $(git status)", ["git status"]],
  ["echo `git status`", ["git status"]],
  ["V=$(git rev-parse $(ls | wc -l)) make", ["ls", "wc", "git rev-parse", "make"]],
  ["echo $((1 + (2)))", ["echo"]],
  ["diff <(ls a) <(ls b)", ["ls", "ls", "diff"]],
  ["git commit -m \"$(cat <<'EOF'\nit's; rm x && y\nEOF\n)\"", ["git commit"]],
  ["while read l; do grep $l f; done < in", ["grep"]],
  ["for ((i=0; i<3; i++)); do ls; done", ["ls"]],
  ["case $x in a) ls;; b|c) rm d;; esac", ["ls", "rm"]],
  ["f() { ls; }; f", ["ls", "f"]],
  ["[ -f a ] && rm a || test -d b", ["rm"]],
  ["find . -name '*.ts' -exec grep foo {} +", ["find", "grep"]],
  ["ls | xargs -I{} sh -c 'wc {}'", ["ls", "wc"]],
  ['eval "npm test"', ["npm test"]],
  // What only looks like a command.
  ["ls # && rm -rf /", ["ls"]],
  ["cat <<EOF | psql\nselect 1; drop\nEOF", ["cat", "psql"]],
  ["cat <<< 'a; b' >out 2>&1", ["cat"]],
  ["sed -i 's/a;b/c|d/' f", ["sed"]],
  ["python - <<'PY'\nimport os; x()\nPY", ["python"]],
  ["", []],
  ["   ", []],
  ["'unclosed", ["unclosed"]],
];

test.each(cases)("the programs of %j are %j", (command, programs) => {
  expect(programsOf(command)).toEqual(programs);
});

const length = 300_000;
const hostile: readonly (readonly [what: string, command: string])[] = [
  ["words", `echo ${"a 'b' \"c\" ".repeat(length / 10)}`],
  ["open heredocs", "<<".repeat(length / 2)],
  ["heredocs that never end", "cat <<E\n".repeat(length / 8)],
  ["quotes", '"'.repeat(length)],
  ["open substitutions", "$(".repeat(length / 2)],
  ["open substitutions in quotes", '"$('.repeat(length / 3)],
  ["backticks", "`a".repeat(length / 2)],
  ["parentheses", "(a ".repeat(length / 3)],
  ["closing parentheses", "a)".repeat(length / 2)],
  ["backslashes", "\\".repeat(length)],
  ["scripts in scripts", "bash -c ".repeat(length / 8)],
  ["spaces", `ls${" ".repeat(length)}-l`],
];

test.each(hostile)("300 KB of %s are read in linear time and off the stack", (_what, command) => {
  const startedAt = performance.now();
  programsOf(command);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
