/** Stops the test run on a Node that would only fail in confusing ways. */
export default function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 11)) return;
  throw new Error(
    `sametwice needs Node 24.11 or newer; this is ${process.versions.node}. Use "npm test", which brings its own Node, after "npm ci".`,
  );
}
