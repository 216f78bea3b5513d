import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Minutes each, mostly of other processes. */
const longest = [
  "generator/test/generate/corpus.test.ts",
  "generator/test/corpus.test.ts",
  "generator/test/regex/own-expressions.test.ts",
  "scripts/test/before-npm.test.ts",
];

/** What takes longest begins first: begun last, it would leave a processor with nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's.
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((path) => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
