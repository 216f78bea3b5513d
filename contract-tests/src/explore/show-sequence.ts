import { isFresh, isReference, type Sequence, type SequenceBody, type SequenceValue } from "./sequence.js";

/** The steps of a sequence, one line each: request, status and purpose. The step that breaks the law is marked with its name. */
export function sequenceLines({ law, steps, broke }: Sequence): readonly string[] {
  return steps.map(({ method, path, values, as, status, shows }, index) => {
    const filled = path.replace(/\{([^{}]*)\}/g, (whole, name: string) => (values.path[name] === undefined ? whole : valueText(values.path[name])));
    const query = Object.entries(values.query).map(([name, value]) => `${name}=${valueText(value)}`);
    const headers = Object.entries(values.headers).map(([name, value]) => ` ${name}: ${valueText(value)}`);
    const identity = as === "main" ? "" : as === "anonymous" ? " without credentials" : ` as ${as}`;
    const request = `${method} ${filled}${query.length > 0 ? `?${query.join("&")}` : ""}${headers.join("")}${bodyText(values.body)}${identity}`;
    return `${index + 1}. ${request} → ${status ?? "no response"} (${shows})${index === broke ? ` ← breaks ${law}` : ""}`;
  });
}

function bodyText(body: SequenceBody | undefined): string {
  if (body === undefined) return "";
  if (body.value !== undefined) return ` ${short(JSON.stringify(symbolic(body.value)))}`;
  return body.text === undefined ? ` (${body.mediaType})` : ` ${short(body.text)}`;
}

function valueText(value: SequenceValue): string {
  const shown = symbolic(value);
  return typeof shown === "string" ? shown : short(JSON.stringify(shown));
}

/** With symbols instead of values that only a run knows: `{step 1 /id}`. */
function symbolic(value: SequenceValue): unknown {
  if (isFresh(value)) return `${value.prefix}{new}${value.suffix ?? ""}`;
  if (isReference(value)) return `{step ${value.$step + 1} ${value.header ?? (value.from === "" ? "body" : value.from)}}`;
  if (Array.isArray(value)) return value.map((item: SequenceValue) => symbolic(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value as Readonly<Record<string, SequenceValue>>).map(([name, item]) => [name, symbolic(item)]));
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}
