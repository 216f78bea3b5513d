// Wraps the prose of the pages at 120 characters: `node scripts/wrap-pages.mjs`, part of `npm run format`.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const width = 120;

/** The text with its long paragraphs and list items wrapped. Others, tables, blocks and comments stay as they are. */
export function wrapped(text) {
  const lines = text.split("\n");
  const found = [];
  let fence;
  let isComment = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const [mark] = /^\s*```+/.exec(line) ?? [];
    if (mark !== undefined) fence = fence === undefined ? mark.trim() : mark.trim() === fence ? undefined : fence;
    if (line.startsWith("<!--")) isComment = true;
    const isProse = fence === undefined && mark === undefined && !isComment && !/^\s*(?:[|#<]|!?\[[^\]]*\][:(]|$)/.test(line);
    if (line.includes("-->")) isComment = false;
    if (!isProse) {
      found.push(line);
      continue;
    }
    const paragraph = [line];
    while (/^\s*(?![-*+]\s|\d+\.\s|Test: )[^|#<`\s]/.test(lines[index + 1] ?? "") || /^\s*`(?!``)/.test(lines[index + 1] ?? ""))
      paragraph.push(lines[++index]);
    found.push(...(paragraph.some((each) => each.length > width) ? filled(paragraph) : paragraph));
  }
  return found.join("\n");
}

/** The lines of one paragraph or list item, filled. */
function filled(paragraph) {
  const [first = ""] = /^\s*(?:(?:[-*+]|\d+\.)\s+)?/.exec(paragraph[0]) ?? [];
  const words = paragraph.flatMap((line, index) =>
    line
      .slice(index === 0 ? first.length : 0)
      .trim()
      .split(/ +/),
  );
  const lines = [first + words[0]];
  for (const word of words.slice(1)) {
    const last = lines.at(-1);
    if (`${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(" ".repeat(first.length) + word);
  }
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md") && !name.startsWith("api"));
  for (const path of ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...docs.map((name) => `docs/${name}`)]) {
    const text = readFileSync(root + path, "utf8");
    if (wrapped(text) !== text) writeFileSync(root + path, wrapped(text));
  }
}
