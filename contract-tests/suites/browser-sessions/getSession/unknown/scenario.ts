import { scenario, unknownSession } from "../../../support/scenario.js";

export default scenario({
  title: "a session that there never was is a typed error",
  shows: { operation: "getSession", status: 404 },
  source: "emulator",
  async run({ client, expect }) {
    const outcome = await client.getSession({ session_id: unknownSession }).safe();
    expect(outcome).toMatchObject({ ok: false, status: 404 });
    expect(outcome.error?.message).toContain("Session not found");
  },
});
