import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of an acquired browser is read",
  shows: { operation: "createBrowser", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const { sessionId, webSocketDebuggerUrl } = await client.createBrowser({ keep_alive: 600_000 });
    expect(sessionId).toBe("1909cef7-23e8-4394-bc31-27404bf4348f");
    expect(webSocketDebuggerUrl).toMatch(/^wss:/);
  },
});
