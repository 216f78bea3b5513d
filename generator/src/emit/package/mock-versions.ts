import type { MockLibrary } from "../../plan/plan-options.js";

/**
 * The versions of mock libraries that a generated package admits, and the one that builds it on every supported Node.
 * `npm run versions` tries the lowest and the newest version of each part of a range.
 */
export const mockVersions: Readonly<Record<MockLibrary, { readonly peer: string; readonly dev: string }>> = {
  msw: { peer: "^2.15.0 || ^3.0.0", dev: "2.15.0" },
  nock: { peer: "^14.0.17 || ^15.0.6", dev: "14.0.17" },
};
