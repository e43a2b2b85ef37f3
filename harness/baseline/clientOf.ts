/**
 * A client configuration apart from the version that the run was given, which is what an upgrade changes: `as given betas
 * suppressed` for `2.1.328 betas suppressed` in a run of 2.1.328. Other versions are pins and stay.
 */
export function clientOf(clientConfiguration: string, cliAsGiven: string): string {
  const isAsGiven = `${clientConfiguration} `.startsWith(`${cliAsGiven} `);
  return isAsGiven
    ? `as given${clientConfiguration.slice(cliAsGiven.length)}`
    : clientConfiguration;
}
