#!/usr/bin/env node
// Old JavaScript on purpose: it must run on any Node far enough to say which one is needed.
"use strict";
var fs = require("node:fs");
var path = require("node:path");
var url = require("node:url");

// A checkout runs its sources, an installed package what was built from them: Node strips no types below node_modules.
var source = path.join(__dirname, "..", "cli.ts");
var built = path.join(__dirname, "..", "..", "dist", "cli.js");
var isCheckout = fs.existsSync(source);

var version = process.versions.node.split(".").map(Number);
if (version[0] < 24 || (version[0] === 24 && version[1] < 11)) {
  process.stderr.write(
    "sametwice needs Node 24.11 or newer and this is Node " +
      process.versions.node +
      (isCheckout
        ? ": start it with npm run -s sametwice -- --help, which brings the right one.\n"
        : ": start it with npx -p node@24 sametwice --help, or install a newer Node.\n"),
  );
  process.exit(2);
}
require("node:module").enableCompileCache();
import(url.pathToFileURL(isCheckout ? source : built).href).catch(function (error) {
  process.stderr.write(String((error && error.stack) || error) + "\n");
  process.exitCode = 2;
});
