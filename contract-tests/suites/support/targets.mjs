// The live targets: run.mjs checks their environment before it starts, target.ts opens them.

/** @typedef {{ missing(environment: Readonly<Record<string, string | undefined>>): string[] }} LiveTarget What a target needs in the environment and does not find. */

/** @satisfies {Readonly<Record<string, LiveTarget>>} */
export const liveTargets = {
  emulator: { missing: () => [] },
  cloudflare: {
    missing: (environment) => [
      ...(environment["CLOUDFLARE_ACCOUNT_ID"] ? [] : ["CLOUDFLARE_ACCOUNT_ID: the account whose sessions are used"]),
      ...(environment["CLOUDFLARE_API_TOKEN"] || (environment["CLOUDFLARE_EMAIL"] && environment["CLOUDFLARE_API_KEY"])
        ? []
        : ['CLOUDFLARE_API_TOKEN: a token with the permission "Browser Rendering Write" (or CLOUDFLARE_EMAIL together with CLOUDFLARE_API_KEY)']),
    ],
  },
};
