import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "the pages list the session once",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const sessionId = await open();
    const ids: string[] = [];
    for await (const session of client.listSessionsPages({ limit: 200 }).items()) ids.push(session.sessionId);
    expect(ids.filter((id) => id === sessionId)).toEqual([sessionId]);
  },
});
