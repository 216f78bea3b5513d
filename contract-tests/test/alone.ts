const traffic = ["canary", "loopback", "nock-request", "ports", "proxy-and-cli", "record-signals", "replay", "send"];

/** Test files that change what all of a process shares, or look at it: each runs in a process of its own. */
export const alone = [
  // A recorder, a replay and a proxy take the place of the network.
  ...traffic.map((name) => `test/traffic/${name}.test.ts`),
  // How much memory the process takes is looked at.
  "test/traffic/har.test.ts",
];
