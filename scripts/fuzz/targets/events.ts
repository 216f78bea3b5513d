import { readBody } from "../../../contract-tests/src/observe/checks/read-body.js";
import { eventLines, readingsOf } from "../../../generator/src/model/index.js";
import type { Target } from "../target.js";

/** A stream of server-sent events. */
export const target: Target = {
  seeds: [
    'event: thing\nid: 1\nretry: 3000\ndata: {"name":"a"}\n\n',
    "\ufeff: comment\n\ndata: one\ndata: two\r\rid\ndata\n\ndata:no space\r\n\r\n",
    "id: 1\u0000\ndata: x\n\nretry: x1\nunknown: y\n\n",
  ],
  read(input) {
    const read = readBody({ kind: "text", text: input.toString() }, "text/event-stream", false);
    if (read.kind === "events") for (const event of read.events) readingsOf(event);
    const lines = eventLines();
    for (const line of input.toString().split("\n")) lines.take(line);
  },
};
