import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of closed sessions is read, its reasons as the numbers that they are",
  shows: { operation: "listSessions", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const sessions = await client.listSessions();
    expect(sessions.map(({ closeReason, closeReasonText }) => [closeReason, closeReasonText])).toEqual([
      [2, "BrowserIdle"],
      [1, "NormalClosure"],
    ]);
  },
});
