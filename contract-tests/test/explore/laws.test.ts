import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { laws } from "../../src/explore/laws/index.js";
import { runLaws } from "../../src/explore/run-laws.js";
import type { Sequence } from "../../src/explore/sequence.js";
import { Session } from "../../src/explore/session.js";
import { sessionPort } from "../../src/explore/session-port.js";
import { createSender } from "../../src/traffic/send/sender.js";
import { noParams } from "../../src/verify/requests/params.js";
import { open } from "../observe/open.js";
import { runs } from "../runs.js";
import { document, faults, startNotes, type Fault, type NotesServer } from "./notes.js";

const opened = open(document);
const servers = new Set<NotesServer>();
afterAll(() => Promise.all([...servers].map((server) => server.close())));

interface Outcome {
  readonly broken: readonly Sequence[];
  readonly requests: number;
  readonly left: number;
  /** Bodies of all requests. */
  readonly bodies: readonly string[];
}

async function runAgainst(
  active: readonly Fault[],
  {
    seed = 1,
    runs: most = 8,
    only,
    isFound = () => false,
  }: { readonly seed?: number; readonly runs?: number; readonly only?: readonly string[]; readonly isFound?: (sequence: Sequence) => boolean } = {},
): Promise<Outcome> {
  const { model, compiled } = await opened;
  const server = await startNotes(...active);
  servers.add(server);
  const before = server.count();
  const sender = createSender({ baseUrl: server.url, timeoutMs: 5_000 });
  const session = new Session({
    model,
    compiled,
    params: noParams,
    baseUrl: server.url,
    headers: { Authorization: "Bearer a" },
    identities: new Map([
      ["other", { Authorization: "Bearer b" }],
      ["invalid", { Authorization: "Bearer invalid" }],
    ]),
    seed,
    level: "own",
    send: (request) => sender.send(request),
  });
  const broken: Sequence[] = [];
  await runLaws(sessionPort(session, model.operations), {
    seed,
    runs: most,
    laws: laws.filter(({ name }) => only?.includes(name) ?? true),
    isOver: () => session.isOver || broken.some(isFound),
    onBroken: (sequence) => void broken.push(sequence),
  });
  await session.end();
  const left = server.count() - before;
  await sender.close();
  await server.close();
  servers.delete(server);
  const bodies = session.log.flatMap(({ interaction }) => (interaction.request.body?.kind === "text" ? [interaction.request.body.text] : []));
  return { broken, requests: session.sent, left, bodies };
}

/** The laws that each fault of the server breaks. */
const breaks: Readonly<Record<Fault, readonly string[]>> = {
  "create loses a property": ["created-is-readable"],
  "create responds before it stores": ["created-is-readable"],
  "list lacks the newest": ["created-is-listed"],
  "list of comments is empty": ["created-is-listed"],
  "delete keeps the note": ["deleted-is-gone"],
  "delete keeps the note in the list": ["deleted-is-gone"],
  "deleted notes can be changed": ["deleted-is-gone"],
  "deleted notes have comments": ["deleted-is-gone"],
  "patch is not stored": ["update-is-kept"],
  "patch wipes the rest": ["update-leaves-the-rest"],
  "patch changes other notes": ["writes-leave-other-items"],
  "delete removes the newest note, too": ["writes-leave-other-items"],
  "put is not stored": ["replace-is-kept"],
  "put adds up": ["put-twice-is-put-once", "replace-is-kept"],
  "put keeps tags that were left out": ["replace-removes-the-rest"],
  "pages overlap": ["pages-are-disjoint"],
  "pages miss one": ["pages-are-disjoint"],
  "page size is ignored": ["page-size-holds"],
  "cursor never ends": ["pages-end", "pages-are-disjoint"],
  "total counts the page": ["totals-agree"],
  "deleted comments count": ["totals-agree"],
  "status filter is ignored": ["filters-hold"],
  "stars filter is ignored": ["filters-hold"],
  "stars filter leaves out its bound": ["filters-hold"],
  "status filter misses one": ["filters-hold"],
  "sort is ignored": ["sort-holds"],
  "descending order is ignored": ["sort-holds"],
  "refused patch is stored in part": ["failed-write-changes-nothing"],
  "conflicting patch is stored in part": ["failed-write-changes-nothing"],
  "refused put is stored in part": ["failed-write-changes-nothing"],
  "refused create is stored": ["failed-write-changes-nothing"],
  "If-None-Match is ignored": ["etag-revalidates"],
  "If-Match is ignored by patch": ["if-match-prevents-lost-updates"],
  "If-Match is ignored by put": ["if-match-prevents-lost-updates"],
  "If-Match is ignored by delete": ["if-match-prevents-lost-updates"],
  "ETag does not change": ["if-match-prevents-lost-updates"],
  "Location leads nowhere": ["location-leads-to-created"],
  "Location has another path": ["location-leads-to-created"],
  "Idempotency-Key is ignored": ["idempotency-key-holds"],
  "used Idempotency-Key takes another body": ["idempotency-key-holds"],
  "readOnly property is stored by create": ["read-only-does-not-stick"],
  "readOnly property is stored by patch": ["read-only-does-not-stick"],
  "writeOnly property returns": ["write-only-is-hidden"],
  "unique titles race": ["unique-keys-are-unique"],
  "unique titles are not unique": ["unique-keys-are-unique"],
  "patch gives a note the title of another one": ["unique-keys-are-unique"],
  "export never ends": ["jobs-end"],
  "export is forgotten": ["jobs-end"],
  "export does not say when to come back": ["retry-after-is-sent"],
  "bytes are read as text": ["bytes-return-unchanged"],
  "create without credentials": ["credentials-are-required"],
  "delete without credentials": ["credentials-are-required"],
  "any token is accepted by patch": ["credentials-are-required"],
  "deleting exports needs no scope": ["scopes-are-held"],
  "others can read": ["identities-are-separate"],
  "others can patch": ["identities-are-separate"],
  "others can delete": ["identities-are-separate"],
  "others see it in the list": ["identities-are-separate"],
  "comments are readable below other notes": ["children-belong-to-parents"],
  "reading counts stars": ["reads-change-nothing"],
  "long text fails": ["no-server-error"],
  "put fails without tags": ["no-server-error"],
};

describe("laws", () => {
  // Most of the time is spent waiting for servers.
  test.concurrent.each(faults)("find the fault: %s", { timeout: 60_000 }, async (fault) => {
    const isFound = ({ certain }: Sequence): boolean => certain === "reproduced";
    const { broken } = await runAgainst([fault], { only: breaks[fault], isFound });
    const found = broken.map(({ law, certain }) => `${law} ${certain}`);
    expect(
      breaks[fault].some((law) => found.includes(`${law} reproduced`)),
      found.join(", "),
    ).toBe(true);
  });

  test("hold for a correct server with any seed", { timeout: 300_000 }, async () => {
    const holds = async (seed: number): Promise<void> => {
      const { broken, left } = await runAgainst([], { seed, runs: 6 });
      expect(broken.map(({ law, message }) => `${law}: ${message}`)).toEqual([]);
      expect(left).toBe(0);
    };
    await fc.assert(fc.asyncProperty(fc.nat({ max: 4_294_967_295 }), holds), { numRuns: runs(3) });
  });

  test("repeat the same requests for the same seed", { timeout: 120_000 }, async () => {
    const only = ["created-is-readable", "update-is-kept"];
    const first = await runAgainst([], { seed: 11, only });
    const second = await runAgainst([], { seed: 11, only });
    expect(first.bodies.length).toBeGreaterThan(10);
    expect(second.bodies).toEqual(first.bodies);
  });
});
