import type { Body, Interaction } from "@tallystick/contract";
import { essence, firstError, requestFaults, type JudgedDocument, type JudgedOperation } from "./document.js";
import type { Installed } from "./generated-package.js";

/** An interaction that the document names, and what is wrong with it: nothing, for most. */
export interface Verdict {
  readonly operation: JudgedOperation;
  readonly status: number;
  readonly mediaType: string;
  readonly faults: readonly string[];
}

/** What the document, the generated validator and Ajv say of one exchange. The two validators must also agree with each other. */
export function judge(interaction: Interaction, document: JudgedDocument, installed: Installed): Verdict {
  const { request, response } = interaction;
  const found = document.find(request.method, new URL(request.url));
  if (found === undefined || response === undefined) throw new Error(`${request.method} ${request.url} got no response, or is not an operation.`);
  const { operation } = found;
  const { status } = response;
  const mediaType = essence(response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "");
  const faults = requestFaults(document, { ...request, body: textOf(request.body) }).map((fault) => `request: ${fault}`);
  const documented = operation.responses.get(status);
  const validate = documented?.get(mediaType);
  const text = textOf(response.body) ?? "";
  if (documented === undefined) faults.push(`response: status ${status} is not documented`);
  else if (text === "" && documented.size > 0) faults.push(`response: no body`);
  else if (text !== "" && validate === undefined) faults.push(`response: a body of type "${mediaType}" is not documented`);
  else if (validate !== undefined && mediaType === "application/json") {
    const body = parsed(text);
    if (body === undefined) faults.push("response: the body is not JSON");
    else {
      const generated = installed.validator(operation.id, status).check(body.value);
      if (!validate(body.value)) faults.push(`response: Ajv reports ${firstError(validate.errors)}`);
      if (!generated.ok)
        faults.push(
          `response: the generated validator reports ${generated.issues.map((issue) => `${issue.instancePath} ${issue.message}`).join(", ")}`,
        );
    }
  }
  return { operation, status, mediaType, faults };
}

export function textOf(body: Body | undefined): string | undefined {
  if (body === undefined) return undefined;
  return body.kind === "text" ? body.text : new TextDecoder().decode(body.bytes);
}

export function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
