import { afterEach, describe, expect, test } from "vitest";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import { corpus, corpusFile, corpusText } from "../../../generator/test/corpus.js";
import { corpusNote, missingCorpus } from "../../../generator/test/shared.js";
import { startMockServer, type MockServer } from "../../../generator/src/mock-server/index.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";

let server: MockServer | undefined;
afterEach(() => server?.close());

/** A header for each security scheme, with a value of its form. */
function credentials(model: ApiModel): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const scheme of model.components.securitySchemes.values()) {
    if (scheme.type === "apiKey" && scheme.in === "header") headers[scheme.parameter] = "secret";
    else if (scheme.type === "http" && scheme.scheme.toLowerCase() === "basic") headers["Authorization"] ??= "Basic dTpw";
    else if (scheme.type !== "apiKey" && scheme.type !== "mutualTLS") headers["Authorization"] ??= "Bearer secret";
  }
  return headers;
}

/** Larger documents take minutes each: `TALLYSTICK_CORPUS_BYTES=2000000`. */
const largest = Number(process.env["TALLYSTICK_CORPUS_BYTES"] ?? 100_000);
const documents = missingCorpus ? corpus : corpus.filter((name) => corpusText(name).length <= largest);

describe("verify of the mock server of a document", () => {
  test.skipIf(missingCorpus).each(documents)(`finds nothing in %s${corpusNote}`, async (name) => {
    const spec = corpusFile(name);
    const { model } = await openModel(spec);
    if (model === undefined) throw new Error(`${name} has no model.`);
    server = await startMockServer(model, { port: 0 });
    const report = await verify({ spec, baseUrl: server.url, headers: credentials(model), seed: 1, maxRequests: 200 });
    const own = report.findings.filter((finding) => gates(finding) && finding.class !== "spec-defect" && finding.class !== "unchecked");
    expect(own.map(({ class: kind, operation, status, message }) => `${kind} ${operation} ${status} ${message}`)).toEqual([]);
    expect(report.summary.interactions > 0).toBe(model.operations.some(({ kind }) => kind === "path"));
  });
});
