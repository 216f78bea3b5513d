import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "accepts a keep_alive below its bound and ignores targets",
  shows: { operation: "createBrowser", status: 200 },
  source: "emulator",
  deviations: ["options-ignored"],
  async run({ expect, fetch }) {
    const response = await fetch("/browser?keep_alive=1&targets=true", { method: "POST" });
    expect(await response.json()).toEqual({ sessionId: expect.any(String) });
  },
});
