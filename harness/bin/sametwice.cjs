#!/usr/bin/env node
// Old JavaScript on purpose: it must run on any Node far enough to say which one is needed.
"use strict";
var fs = require("node:fs");
var path = require("node:path");
var url = require("node:url");

var version = process.versions.node.split(".").map(Number);
if (version[0] < 24 || (version[0] === 24 && version[1] < 11)) {
  process.stderr.write(
    "sametwice needs Node 24.11 or newer; this is Node " +
      process.versions.node +
      ". In a checkout, start it with npm (npm run -s sametwice -- --help), which brings the right one; elsewhere: npx -p node@24 -p sametwice sametwice --help\n",
  );
  process.exit(2);
}
require("node:module").enableCompileCache();
// A checkout runs its sources, an installed package what was built from them.
var source = path.join(__dirname, "..", "cli.ts");
var built = path.join(__dirname, "..", "..", "dist", "cli.js");
import(url.pathToFileURL(fs.existsSync(source) ? source : built).href).catch(function (error) {
  process.stderr.write(String((error && error.stack) || error) + "\n");
  process.exitCode = 2;
});
