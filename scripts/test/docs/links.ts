import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { proseOf, root, type Page } from "./pages.js";

/** Links of a page that lead nowhere: no such file, or no such heading in it. Links to other hosts are not followed. */
export function brokenLinks(page: Page): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page.path : join(dirname(page.path), path).replaceAll("\\", "/");
    if (target !== page.path && !existsSync(root + target)) return [`${page.path} → ${link}: there is no ${target}`];
    if (anchor === undefined || (target !== page.path && !statSync(root + target).isFile())) return [];
    const text = target === page.path ? page.text : readFileSync(root + target, "utf8");
    return anchorsOf(text).has(anchor) ? [] : [`${page.path} → ${link}: no heading has this anchor`];
  });
}

/** Anchors as GitHub makes them: lower case, no punctuation, spaces as hyphens, numbered where equal. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of text.replaceAll(/^(```+)[\s\S]*?^\1$/gm, "").matchAll(/^#{1,6} (.*)$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
