// A loopback server in a process of its own. The first segment of the path selects the response; /count/NAME returns the number of requests.
import { createServer } from "node:http";

const counts = new Map();
const bodies = {
  one: JSON.stringify(list(1)),
  many: JSON.stringify(list(200)),
  drift: JSON.stringify([{ ...list(1)[0], closeReason: { code: 2 } }]),
};

const server = createServer((request, response) => {
  const [, name = "", counted = ""] = request.url.split("/");
  const json = (status, body, headers = {}) =>
    response.writeHead(status, { "content-type": "application/json", "cf-ray": "8a1", ...headers }).end(body);
  if (name === "count") return json(200, String(counts.get(counted) ?? 0));
  counts.set(name, (counts.get(name) ?? 0) + 1);
  if (name === "html")
    return response.writeHead(200, { "content-type": "text/html", "cf-ray": "8a1" }).end("<!doctype html><title>Just a moment</title>");
  if (name === "limit")
    return json(429, '{"success":false,"errors":[{"code":10000,"message":"Too many requests"}],"messages":[],"result":null}', { "retry-after": "1" });
  if (name === "hang") return undefined;
  return json(200, bodies[name] ?? "[]");
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());

function list(count) {
  return Array.from({ length: count }, (_, index) => ({
    sessionId: `478f4d7d-e943-40f6-a414-${(0x837d3736a1dc + index).toString(16)}`,
    closeReason: 2,
    closeReasonText: "BrowserIdle",
    connectionEndTime: 1711621704607 + index,
    connectionId: "2a2246fa-e234-4dc1-8433-87e6cee80145",
    connectionStartTime: 1711621704607,
    endTime: 1711621708607,
    lastUpdated: 1711621708607,
    startTime: 1711621703708,
  }));
}
