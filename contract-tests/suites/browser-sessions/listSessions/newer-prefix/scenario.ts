import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the newer spelling of the path leads to the same sessions",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  async run({ clientWith, expect, open }) {
    const sessionId = await open();
    const sessions = await clientWith({ prefix: "browser-run" }).listSessions();
    expect(sessions.map((session) => session.sessionId)).toContain(sessionId);
  },
});
