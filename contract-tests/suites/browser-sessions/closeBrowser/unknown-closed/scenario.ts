import { scenario, unknownSession } from "../../../support/scenario.js";

export default scenario({
  title: "a session that there never was is closed as if it had been there",
  shows: { operation: "closeBrowser", status: 200 },
  source: "emulator",
  deviations: ["unknown-session-closed"],
  async run({ client, expect }) {
    expect(await client.closeBrowser({ session_id: unknownSession })).toEqual({ status: "closed" });
  },
});
