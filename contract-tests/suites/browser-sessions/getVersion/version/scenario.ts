import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the browser reports its version",
  shows: { operation: "getVersion", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const session_id = await open();
    const version = await client.getVersion({ session_id });
    expect(version.Browser).toMatch(/^(?:Headless)?Chrome\//);
    expect(version["Protocol-Version"]).toMatch(/^\d+\.\d+$/);
  },
});
