import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import type { BrowserChoice } from "./browser.js";

/** What some requests need of the browser itself, beyond sessions and tabs. */
export type Capability = "protocol-description";

/** Something that a browser cannot do. Requests that need it are not sent to that browser; they count as not tried, never as verified. */
export interface Limitation {
  readonly capability: Capability;
  /** The operationIds to which the browser itself responds with this capability. */
  readonly operations: readonly string[];
  /** One clause for the output of a run. */
  readonly reason: string;
}

/** The limitations of each browser. A test holds every entry to be true, so that an entry goes when a newer browser does better. */
export const limitations: Readonly<Record<BrowserChoice["origin"], readonly Limitation[]>> = {
  installed: [],
  npm: [
    {
      capability: "protocol-description",
      operations: ["getProtocol"],
      reason: "the browser from npm ends with SIGTRAP when /json/protocol is requested",
    },
  ],
};

/** Writes the params.yaml for `verify` with this browser: it skips the operations that the browser does not support, each with the reason. */
export async function writeParams(from: string, to: string, browser: BrowserChoice): Promise<void> {
  const params = parseDocument(await readFile(from, "utf8"));
  for (const { operations, reason } of limitations[browser.origin]) {
    for (const operation of operations) params.setIn(["operations", operation, "skip"], reason);
  }
  await writeFile(to, params.toString({ lineWidth: 0 }));
}
