/** The simulated vendor: a local, deterministic Messages API with declared experiments. See README.md. */
export type * from "./types.ts";
export { loadProfile } from "./profile.ts";
export type { VendorProfile } from "./profile.ts";
export type { Script } from "./script.ts";
export { startVendor, type VendorOptions } from "./startVendor.ts";
