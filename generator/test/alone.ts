/** Test files that change what all of a process shares, or look at it as it is in the beginning: each runs in a process of its own. */
export const alone = [
  // nock and MSW take the place of the network.
  "test/mocks/*.test.ts",
  "test/client/received/parts-received.test.ts",
  "test/version-3-2/examples.test.ts",
  "test/version-3-2/nested-encoding.test.ts",
  // Replaces a module for all files of its process.
  "test/values/plain-assertions.test.ts",
];
