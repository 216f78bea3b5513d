import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a connected and a free session is read",
  shows: { operation: "listSessions", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const [connected, free, ...rest] = await client.listSessions();
    expect(connected).toMatchObject({ connectionId: "2a2246fa-e234-4dc1-8433-87e6cee80145", connectionStartTime: 1711621704607 });
    expect(free).toEqual({ sessionId: "565e05fb-4d2a-402b-869b-5b65b1381db7", startTime: 1711621703808 });
    expect(rest).toEqual([]);
  },
});
