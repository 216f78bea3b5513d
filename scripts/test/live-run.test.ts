import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "./docs/pages.js";

interface Item {
  readonly id: number;
  readonly postId?: number;
}
type Data = Record<"posts" | "comments", Item[]>;

/** Keeps what it is sent, as json-server does: a comment on an unknown post stays until some post is deleted. @returns Its base URL. */
async function startServer(isForgetful: boolean): Promise<string> {
  const data = JSON.parse(readFileSync(join(root, "docs/examples/live-run/data.json"), "utf8")) as Data;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = (chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}) as object;
    const reply = (status: number, value: unknown = {}): void => {
      const headers = { "content-type": "application/json", ...(Array.isArray(value) && { "x-total-count": String(value.length) }) };
      response.writeHead(status, headers).end(JSON.stringify(value));
    };
    const [, , key, below] = new URL(request.url ?? "", "http://127.0.0.1").pathname.split("/");
    const add = (items: Item[], values: object): void => {
      const item = { ...values, id: Math.max(0, ...items.map(({ id }) => id)) + 1 };
      items.push(item);
      reply(201, item);
    };
    if (request.url === "/db") return reply(200, data);
    if (below !== undefined)
      return request.method === "POST"
        ? add(data.comments, { ...body, postId: Number(key) })
        : reply(
            200,
            data.comments.filter(({ postId }) => postId === Number(key)),
          );
    if (key === undefined) return request.method === "POST" ? add(data.posts, body) : reply(200, data.posts);
    const index = data.posts.findIndex(({ id }) => id === Number(key));
    const found = data.posts[index];
    if (found === undefined) return reply(404);
    if (request.method === "PUT") data.posts[index] = { ...body, id: found.id };
    if (request.method === "PATCH") data.posts[index] = { ...found, ...body };
    if (request.method === "DELETE") {
      if (!isForgetful) data.posts.splice(index, 1);
      data.comments = data.comments.filter(({ postId }) => data.posts.some(({ id }) => id === postId));
    }
    return reply(200, request.method === "DELETE" ? {} : data.posts[index]);
  };
  const server = createServer((request, response) => void respond(request, response)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function demonstrate(url: string): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["docs/examples/live-run/run.mjs", url, "--max-requests", "500"], { cwd: root }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

test("the demonstration lists equal data before and after a live run", { timeout: 120_000 }, async () => {
  const { exitCode, output } = await demonstrate(await startServer(false));
  expect(output).toMatch(/\. \d+ items created, all removed\.\n/);
  expect(output).toContain('Data before the run:\n{"posts":[{"id":1,"title":"Tally sticks"');
  expect(output).toContain("The data is equal.\n");
  expect(exitCode).toBe(1);
});

test("the demonstration shows data that a server does not remove", { timeout: 120_000 }, async () => {
  const { exitCode, output } = await demonstrate(await startServer(true));
  expect(output).toContain("Not removed from the server:\n");
  expect(output).toContain("The data differs.\n");
  expect(exitCode).toBe(3);
});
