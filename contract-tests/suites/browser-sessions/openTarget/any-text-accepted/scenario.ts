import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "a text that is no URL is accepted",
  shows: { operation: "openTarget", status: 200 },
  source: "emulator",
  deviations: ["url-not-checked"],
  async run({ expect, fetch, open }) {
    const session_id = await open();
    expect((await fetch(`/browser/${session_id}/json/new?url=no%20url`, { method: "PUT" })).status).toBe(200);
  },
});
