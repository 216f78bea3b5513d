import { readBody } from "../../../contract-tests/src/observe/checks/read-body.js";
import { parseMultipart } from "../../../generator/src/index.js";
import { partsIn } from "../../../generator/runtime/client/response/part-parser.js";
import { postToMock } from "../shop-mock.js";
import type { Target } from "../target.js";

const form = (boundary: string, ...parts: readonly string[]): string =>
  [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join("");
const field = (name: string, value: string): string => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

/** A boundary in the first line, and a multipart body in the others, for the mock server, `verify` and the generated client. */
export const target: Target = {
  seeds: [
    `b\n${form("b", field("name", "lamp"), field("size", "3"), field("tags", "x"))}`,
    `"a b"\npreamble\r\n${form("a b", `Content-Disposition: form-data; name="name"; filename="a%22.png"\r\nContent-Type: image/png\r\n\r\n\u0000PNG`)}epilogue`,
    `x'y\n${form("x'y", `Content-Type: application/json\r\nContent-Disposition: form-data; name=parent\r\n\r\n{"name":"a"}`)}`,
    `inner\n${form("inner", `Content-Type: multipart/mixed; boundary=inner2\r\n\r\n${form("inner2", "\r\na")}`)}`,
  ],
  async read(input) {
    const end = input.indexOf(10);
    const boundary = (end < 0 ? "" : input.subarray(0, end).toString("latin1")).replace(/[^\x20-\x7e]/g, "");
    const bytes = new Uint8Array(end < 0 ? input : input.subarray(end + 1));
    for (const type of [`multipart/form-data; boundary=${boundary}`, `multipart/mixed; boundary=${boundary}`]) {
      parseMultipart(bytes, type);
      partsIn(bytes, type);
      readBody({ kind: "binary", bytes }, type, false);
      await postToMock(bytes, type);
    }
  },
};
