import { scenario, unknownSession } from "../../../support/scenario.js";

export default scenario({
  title: "a browser that there never was is a typed error",
  shows: { operation: "getProtocol", status: 404 },
  source: "emulator",
  async run({ client, expect }) {
    const outcome = await client.getProtocol({ session_id: unknownSession }).safe();
    expect(outcome).toMatchObject({ ok: false, status: 404 });
    expect(outcome.error?.message).toContain("Browser not found");
  },
});
