import { expect, test } from "vitest";
import { sametwice, temporaryFolder } from "./sametwice.ts";

test(
  "an audit of two real versions tells that /clear became real and that names of models moved",
  { timeout: 300_000 },
  async (context) => {
    await using folder = await temporaryFolder();
    const versions = ["--from", "2.1.126", "--to", "2.1.200"];
    const { exitCode, stdout, stderr } = await sametwice([
      "audit",
      ...versions,
      "--fail-on",
      "high",
      "--json",
      "--out",
      folder.path,
    ]);
    context.skip(stderr.includes("cannot reach its registry"), "claude cannot be had here");
    expect(stderr).toContain("Reports:");
    expect(exitCode).toBe(1);
    const audit: { findings: { id: string; rating: string }[] } = JSON.parse(stdout);
    expect(audit).toMatchObject({
      risk: "high",
      from: { clear: "fake", problem: null, egress: [], program: { form: "native" } },
      to: { clear: "real", problem: null, egress: [], program: { form: "native" } },
      besideRequests: [],
      changes: { betas: { added: ["thinking-token-count-2026-05-13"], removed: [] } },
    });
    const found = audit.findings.map(({ rating, id }) => `${rating} ${id}`);
    expect(found).toEqual(
      expect.arrayContaining([
        "high alias-remapped",
        "medium clear-works-now",
        "medium tools-changed",
      ]),
    );
  },
);
