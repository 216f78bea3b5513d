import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a tab is opened at a URL, and is in the list",
  shows: { operation: "openTarget", status: 200 },
  source: "emulator",
  async run({ client, expect, open }) {
    const session_id = await open();
    const { id, type, url } = await client.openTarget({ session_id, url: "about:blank" });
    expect({ type, url }).toEqual({ type: "page", url: "about:blank" });
    expect((await client.listTargets({ session_id })).map((target) => target.id)).toContain(id);
  },
});
