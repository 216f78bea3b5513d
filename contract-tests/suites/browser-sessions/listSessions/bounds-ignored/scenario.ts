import { scenario } from "../../../support/scenario.js";

export default scenario({
  title: "limit and offset outside their bounds are accepted",
  shows: { operation: "listSessions", status: 200 },
  source: "emulator",
  deviations: ["bounds-ignored"],
  async run({ expect, fetch, open }) {
    await open();
    for (const query of ["limit=0", "limit=201", "offset=-1"]) expect((await fetch(`/session?${query}`)).status).toBe(200);
  },
});
