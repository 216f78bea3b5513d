// Records traffic of a server on this machine, and replays it when the server is gone.
import { useRecording } from "@tallystick/contract";
import { deepStrictEqual, rejects } from "node:assert/strict";
import { createServer } from "node:http";

const cups = [{ id: "5c1a7a3e-5a0e-4c5e-9b0f-0c4d2f0c9a11", size: 250 }];
const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(cups));
});
await new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const read = async () => (await fetch(`http://127.0.0.1:${port}/cups`)).json();
/** @param {"update" | "lockdown"} mode */
const open = (mode) => useRecording("cups", { mode, source: "emulator", normalise: false });

const tape = await open("update");
await read();
await tape.done();
await new Promise((resolve) => void server.close(resolve));

const replay = await open("lockdown");
deepStrictEqual(await read(), cups);
await replay.done();
await rejects((await open("lockdown")).done(), /GET/);
