import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "sends email and key instead of a token",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  // Only the emulator takes any: with Cloudflare the run has one or the other.
  deviations: ["any-credentials"],
  async run({ clientWith, expect }) {
    const client = clientWith({ apiToken: undefined, apiEmail: "user@example.com", apiKey: "144c9defac04969c7bfad8efaa8ea194" });
    expect(await client.listSessions()).toEqual([]);
  },
});
