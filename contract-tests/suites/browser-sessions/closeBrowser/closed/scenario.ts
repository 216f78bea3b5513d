import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a session that was closed is gone from the list",
  shows: { operation: "closeBrowser", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const session_id = await open();
    expect(["closing", "closed"]).toContain((await client.closeBrowser({ session_id })).status);
    expect((await client.listSessions()).map((session) => session.sessionId)).not.toContain(session_id);
  },
});
