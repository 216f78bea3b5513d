import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a browser is acquired, and its session runs",
  shows: { operation: "createBrowser", status: 200 },
  source: "emulator",
  async run({ client, expect }) {
    const { sessionId } = await client.createBrowser({ keep_alive: 60_000, body: { guardrails: { allowedDomains: ["example.com"] } } });
    expect((await client.listSessions()).map((session) => session.sessionId)).toContain(sessionId);
  },
});
