import { valueAt } from "../../observe/value-at.js";
import { pageLinked } from "../expectation.js";
import { pagingOf, pointerIn } from "../paging.js";
import type { Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import { firstPage, lengthOf, type Listed } from "./list.js";

const relations = ["first", "prev", "next", "last"];
const countNames = /^(?:totalpages|pagecount|numpages|numberofpages|pagestotal)$/;
const ownNames = /^(?:number|pagenumber|currentpage)$/;

/** The links of each page (RFC 8288), its own number and the number of pages agree with the pages that were read. */
export function requirePageNumbers(trial: Trial, { list }: Resource, { responses, items, isComplete, end }: Listed): void {
  const { page, cursor } = list === undefined ? {} : pagingOf(list);
  if (list === undefined || page === undefined || cursor !== undefined || !isComplete) return;
  const of = responses.map(({ step }) => step);
  const first = firstPage(page);
  // Links without the number of a page divide the list in another way.
  const isLinked = responses.some((one) => relations.some((rel) => pageLinked(one.header("link") ?? "", rel, page.name) !== undefined));
  const numberIn = (json: unknown, names: RegExp): string | undefined =>
    pointerIn(json, (name, value) => typeof value === "number" && names.test(name));
  const ownOfFirst = valueAt(responses[0]?.json, numberIn(responses[0]?.json, ownNames) ?? "");
  for (const [index, { step, json }] of responses.entries()) {
    const name = `Page ${first + index} of ${list.key}`;
    if (isLinked)
      trial.require(
        { kind: "pages", step, at: "header:Link", of, items, parameter: page.name, first, ...end },
        `${name} has links that do not lead to the pages of the list.`,
        responses,
      );
    const at = numberIn(json, countNames);
    if (at !== undefined)
      trial.require(
        { kind: "pages", step, at, of, items, ...end },
        `${name} reports ${String(valueAt(json, at))} pages, but ${responses.filter((one) => lengthOf(one, items) > 0).length} have items.`,
        responses,
      );
    const own = numberIn(json, ownNames);
    // A server may count pages from another number than its parameter.
    if (own !== undefined && typeof ownOfFirst === "number" && Math.abs(ownOfFirst - first) <= 1)
      trial.require(
        { kind: "equals", step, at: own, value: ownOfFirst + index },
        `${name} reports the number ${String(valueAt(json, own))}, but the first page has the number ${ownOfFirst}.`,
        responses.slice(0, index + 1),
      );
  }
}
