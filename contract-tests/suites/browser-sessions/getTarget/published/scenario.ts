import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a tab is read",
  shows: { operation: "getTarget", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const target = await client.getTarget({ session_id: "1909cef7-23e8-4394-bc31-27404bf4348f", target_id: "8E598E996530FB09E46A22B8B7754F7F" });
    expect(target.title).toBe("Example Domain");
  },
});
