import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "Cloudflare's sample of a list of tabs is read",
  shows: { operation: "listTargets", status: 200 },
  source: "documentation",
  async run({ client, expect }) {
    const [target] = await client.listTargets({ session_id: "1909cef7-23e8-4394-bc31-27404bf4348f" });
    expect(target).toMatchObject({ id: "8E598E996530FB09E46A22B8B7754F7F", type: "page", title: "Example Domain" });
  },
});
