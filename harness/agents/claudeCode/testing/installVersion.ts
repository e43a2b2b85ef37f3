/** Installs a version as a process of its own, and says how: CACHE VERSION. */
import { createInstaller } from "../install.ts";

const [cacheDirectory = "", version = ""] = process.argv.slice(2);
const { install } = createInstaller({ cacheDirectory, environment: process.env });
const { how } = await install(version);
process.stdout.write(how);
