import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chooseBrowser } from "../../emulator/index.js";
import type { Finding } from "../../src/findings/finding.js";
import { htmlOf, pageOf } from "../../src/report/html.js";
import type { Report } from "../../src/report/report.js";
import { verifyInFull, type Verification } from "../../src/verify/verify.js";
import { recordedResponse, thingsApi } from "../observe/open.js";
import { dialects, traffic } from "../verify/dialects.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let folder: string;
let verification: Verification;
beforeAll(async () => {
  const { path } = await chooseBrowser(process.env);
  browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  folder = await mkdtemp(join(tmpdir(), "tallystick-html-"));
  const spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"], undefined, 2));
  verification = await verifyInFull({ spec, interactions: traffic, now: new Date("2026-11-25T12:00:00Z") });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function show(html: string, scheme: "light" | "dark" = "light"): Promise<{ readonly page: Page; readonly requested: string[] }> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
  // A machine that is busy with other tests takes more than the usual 30 s.
  page.setDefaultNavigationTimeout(120_000);
  const requested: string[] = [];
  page.on("request", (request) => void requested.push(request.url()));
  const path = join(folder, `page-${scheme}.html`);
  await writeFile(path, html);
  await page.goto(`file://${path}`);
  return { page, requested };
}

/** The page's own policy forbids foreign scripts, so axe is run past it, as an extension would. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })");
  const { violations } = found as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id}: ${one.nodes[0]?.html ?? ""}`);
}

test.each(["light", "dark"] as const)("the page has no serious accessibility fault (%s)", async (scheme) => {
  const { page } = await show(htmlOf(pageOf(verification.report, verification.locator)), scheme);
  expect(await serious(page)).toEqual([]);
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
  expect(await serious(page)).toEqual([]);
  await page.close();
});

test("the page needs no network and no script", async () => {
  const html = htmlOf(pageOf(verification.report, verification.locator));
  const { page, requested } = await show(html);
  expect(requested.filter((url) => !url.startsWith("file://"))).toEqual([]);
  expect(requested.length).toBe(1);
  for (const finding of verification.report.findings.filter((one) => one.class === "schema-violation"))
    expect(await page.content()).toContain(finding.keyword);
  await page.close();
});

test("a finding shows the value, the document's line and the patch", async () => {
  const { page } = await show(htmlOf(pageOf(verification.report, verification.locator)));
  const card = page.locator("details.card", { hasText: 'must be one of "new", "sold"' });
  await card.evaluate((element) => element.removeAttribute("open"));
  await card.locator("summary").focus();
  await page.keyboard.press("Enter");
  expect(await card.locator(".value").first().innerText()).toBe('"lost"');
  expect(await card.locator(".hit").innerText()).toContain('"enum"');
  expect(await card.locator(".patch pre").innerText()).toMatch(/enum:\s+- lost/);
  await page.close();
});

test("one card lists the properties of an object with values and patches", async () => {
  const spec = join(folder, "closed.json");
  const closed = { type: "object", properties: { id: { type: "integer" } }, additionalProperties: false, description: "x".repeat(400) };
  await writeFile(
    spec,
    JSON.stringify(thingsApi({ $ref: "#/components/schemas/Closed" }, { Long: { description: "y".repeat(3000) }, Closed: closed })),
  );
  const closing = await verifyInFull({ spec, interactions: [recordedResponse({ id: 1, left: "over", state: 7 })] });
  const { page } = await show(htmlOf(pageOf(closing.report, closing.locator)));
  const card = page.locator("details.card", { hasText: 'has 2 properties that the schema does not allow: "left", "state"' });
  expect(await card.getAttribute("data-findings")).toBe("2");
  expect(await card.locator(".hit").textContent()).toContain('"additionalProperties":false');
  for (const [name = "", value] of [
    ["left", '"over"'],
    ["state", "7"],
  ]) {
    const cause = card.locator(".cause", { hasText: `must not have the property "${name}"` });
    expect(await cause.locator(".value").allTextContents()).toEqual([value]);
    expect(await cause.locator(".patch pre").textContent()).toContain(`${name}:`);
    // The anchor of one finding opens the card.
    await card.evaluate((element) => element.removeAttribute("open"));
    const id = await cause.getAttribute("id");
    expect(closing.report.findings.map((finding) => `f-${finding.id}`)).toContain(id);
    await page.goto(`${page.url().split("#")[0]}#${id}`);
    expect(await cause.locator(".value").isVisible()).toBe(true);
    expect(await page.evaluate("document.activeElement.id")).toBe(id);
  }
  expect(await serious(page)).toEqual([]);
  await page.locator("#filter").fill('property "state"');
  expect(await page.locator("details.card:not([hidden])").count()).toBe(1);
  await page.close();
});

test("the page's policy blocks foreign scripts and styles", async () => {
  const page = await browser.newPage();
  const blocked: string[] = [];
  page.on("console", (message) => void (/Content Security Policy/.test(message.text()) && blocked.push(message.text())));
  const path = join(folder, "policy.html");
  const html = htmlOf(pageOf(verification.report, verification.locator));
  await writeFile(path, html);
  await page.goto(`file://${path}`);
  expect(blocked).toEqual([]);
  // Both are written by what the policy admits.
  expect(await page.locator("form.filters").isVisible()).toBe(true);
  expect(await page.evaluate<string>("getComputedStyle(document.querySelector('.seal')).borderRadius")).toBe("50%");
  const widths = "[...document.querySelectorAll('.tiles .bar')].map((bar) => bar.firstElementChild.getBoundingClientRect().width)";
  expect(Math.max(...(await page.evaluate<number[]>(widths)))).toBeGreaterThan(10);
  await writeFile(path, html.replace("<main>", `<main><script>document.title = "owned"</script><p id="x" style="color:red">x</p>`));
  await page.reload();
  expect(await page.title()).not.toBe("owned");
  expect(await page.evaluate<string>("getComputedStyle(document.getElementById('x')).color")).not.toBe("rgb(255, 0, 0)");
  expect(blocked).toHaveLength(2);
  await page.close();
});

test("opens the finding of the URL's fragment", async () => {
  const strange: Finding = { ...(verification.report.findings[0] as Finding), id: "a%20b#?" };
  const { page } = await show(htmlOf(pageOf({ ...verification.report, findings: [strange] }, undefined)));
  for (const fragment of ["#%", "#f-a%2520b%23%3F"]) {
    await page.goto(`${page.url().split("#")[0]}${fragment}`);
    await page.reload();
    expect(await page.locator("form.filters").isVisible(), fragment).toBe(true);
  }
  expect(await page.evaluate("document.querySelector('details.card') === document.activeElement.parentElement")).toBe(true);
  await page.close();
});

test("a cell of the matrix opens its first finding", async () => {
  const { page } = await show(htmlOf(pageOf(verification.report, verification.locator)));
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })");
  await page.locator("a.cell").first().click();
  await page.locator("details.card[open]").waitFor();
  expect(await page.locator("details.card[open]").count()).toBe(1);
  await page.close();
});

test("markup and scripts from outside stay text", async () => {
  const evil = `</script><script>document.title="owned"</script><img src=x onerror="document.title='owned'">`;
  const finding: Finding = {
    ...(verification.report.findings[0] as Finding),
    message: evil,
    operation: `GET ${evil}`,
    examples: [{ interaction: evil, instancePath: evil, value: evil }],
  };
  const report: Report = { ...verification.report, spec: { ...verification.report.spec, title: evil }, findings: [finding], notes: [evil] };
  const { page } = await show(htmlOf(pageOf(report, undefined)));
  expect(await page.title()).not.toBe("owned");
  expect(await page.locator("img").count()).toBe(0);
  await page.close();
});

/** Returns a function of the milliseconds that the page's main thread has worked: a clock also counts the work of other processes. */
async function stopwatch(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

test("shows and filters 2,000 findings within seconds", async () => {
  const base = verification.report.findings.find((one) => one.class === "schema-violation") as Finding;
  const findings = Array.from({ length: 2000 }, (_, index): Finding => ({
    ...base,
    id: index.toString(16).padStart(12, "0"),
    schemaPath: `${base.schemaPath}/${index}`,
    message: `Finding number ${index} is here.`,
    operation: `GET /items/${index % 40}`,
  }));
  const html = htmlOf(pageOf({ ...verification.report, findings }, verification.locator));
  expect(html.length).toBeLessThan(8_000_000);
  const { page } = await show(html);
  const worked = await stopwatch(page);
  await page.reload();
  expect(await page.locator("details.card").count()).toBe(2000);
  const opened = await worked();
  expect(opened).toBeGreaterThan(10);
  expect(opened).toBeLessThan(15_000);
  await page.locator("#filter").fill("number 1234");
  expect(await page.locator("details.card:not([hidden])").count()).toBe(1);
  expect((await worked()) - opened).toBeLessThan(10_000);
  expect(await page.locator("#shown").innerText()).toBe("1 of 2000 findings shown");
  await page.close();
});
