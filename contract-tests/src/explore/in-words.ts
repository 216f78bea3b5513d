import type { Expectation } from "./sequence.js";

/** The requirement of a law, as text. */
export function inWords(expected: Expectation): string {
  const step = `step ${expected.step + 1}`;
  const where = (pointer: string): string => (pointer === "" ? "the body" : `"${pointer}"`);
  switch (expected.kind) {
    case "status":
      return `the status of ${step} is ${expected.in.join(" or ")}`;
    case "equals":
    case "differs":
      return `${where(expected.at)} of ${step} ${expected.kind === "equals" ? "is" : "is not"} the expected value`;
    case "absent":
      return `the body of ${step} has no ${where(expected.at)}`;
    case "header":
      return `${step} has the header ${expected.name}${expected.matches !== undefined ? " in its format" : expected.value === undefined ? "" : expected.not === true ? " with another value" : " with the expected value"}`;
    case "listed":
      return `the item is listed ${expected.times === 0 ? "nowhere" : expected.times === 1 ? "once" : `${expected.times} times`} in ${expected.of.map((one) => `step ${one + 1}`).join(" and ")}`;
    case "every":
      return `each item of ${step} fits the request by ${where(expected.key)}`;
    case "sorted":
      return `the items of ${step} are in ${expected.order} order of ${where(expected.key)}`;
    case "length":
      return `${step} has at most ${expected.as === undefined ? `${expected.most} items` : `as many items as step ${expected.as + 1}`}`;
    case "bytes":
      return `${step} returns the bytes that were sent`;
    case "total":
      return `the total of ${step} is the number of items`;
    case "pages":
      return expected.at === "header:Link"
        ? `the links of ${step} lead to the pages of the list`
        : `${where(expected.at)} of ${step} is the number of pages`;
    case "one-succeeds":
      return `one of the steps ${expected.of.map((one) => one + 1).join(", ")} succeeds at most`;
  }
}
