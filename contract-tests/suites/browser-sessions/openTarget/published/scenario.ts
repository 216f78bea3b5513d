import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a new tab is read",
  shows: { operation: "openTarget", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const target = await client.openTarget({ session_id: "1909cef7-23e8-4394-bc31-27404bf4348f", url: "https://example.com" });
    expect(target).toMatchObject({ id: "8E598E996530FB09E46A22B8B7754F7F", url: "https://example.com" });
  },
});
