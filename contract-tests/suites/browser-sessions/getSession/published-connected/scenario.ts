import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a connected session is read",
  shows: { operation: "getSession", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const session = await client.getSession({ session_id: "478f4d7d-e943-40f6-a414-837d3736a1dc" });
    expect(session?.connectionStartTime).toBe(1711621704607);
  },
});
