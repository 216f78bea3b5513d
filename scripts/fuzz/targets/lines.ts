import { readBody } from "../../../contract-tests/src/observe/checks/read-body.js";
import { postToMock } from "../shop-mock.js";
import type { Target } from "../target.js";

/** Lines of JSON, and JSON text sequences. */
export const target: Target = {
  seeds: ['{"name":"a"}\n{"name":"b","size":2}\n\n{"name":"c"}', '\u001e{"name":\n"a"}\n\u001e[1,2]\n', '1\r\n"x"\r\nnull\r\n', "\ufeff{}\n"],
  async read(input) {
    for (const type of ["application/x-ndjson", "application/json-seq"]) {
      const read = readBody({ kind: "binary", bytes: input }, type, false);
      if (read.kind === "json-stream" && read.values.includes(undefined)) throw new Error("A line of JSON was read as nothing.");
    }
    await postToMock(new Uint8Array(input), "application/x-ndjson");
  },
};
