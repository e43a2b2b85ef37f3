import { pathFrom } from "./workspace.ts";

/** Whether a profile is meant by the path of its YAML file rather than by its name. */
export function isVendorFile(vendor: string): boolean {
  return /[/\\]|\.ya?ml$/.test(vendor);
}

/** A profile as the suite names it: a name stays, a path becomes absolute. */
export function vendorFrom(vendor: string, file: string): string {
  return isVendorFile(vendor) ? pathFrom(file, vendor) : vendor;
}
