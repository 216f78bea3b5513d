import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a session that was made is in the list",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const sessionId = await open();
    const sessions = await client.listSessions();
    expect(sessions.find((session) => session.sessionId === sessionId)).toEqual({ sessionId, startTime: expect.any(Number) });
  },
});
