import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a browser that is closing is read",
  shows: { operation: "closeBrowser", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    expect(await client.closeBrowser({ session_id: "1909cef7-23e8-4394-bc31-27404bf4348f" })).toEqual({ status: "closing" });
  },
});
