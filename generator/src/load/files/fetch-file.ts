import { networkError } from "../../model/http/network-error.js";
import { bytesInWords, contentLimit } from "../../limits.js";
import type { AllowsHost, Missing } from "./policy.js";

const hopLimit = 5;

/** A remote file. Redirects are followed by hand, because each of their hosts must be allowed too. */
export async function fetchFile(address: string, allowsHost: AllowsHost): Promise<{ readonly bytes: Buffer } | Missing> {
  let url = new URL(address);
  for (let hop = 0; hop <= hopLimit; hop++) {
    if (!allowsHost(url)) return { why: "remote", host: url.host === "" ? url.protocol : url.host };
    let response: Response;
    try {
      response = await fetch(url, {
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
        headers: { accept: "application/json, application/yaml, */*;q=0.1" },
      });
    } catch (error) {
      return { why: "unreachable", reason: reasonOf(error) };
    }
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
      await response.body?.cancel();
      url = new URL(location, url);
      continue;
    }
    if (!response.ok) return { why: "unreachable", reason: `the server answered ${response.status}` };
    return await readAll(response);
  }
  return { why: "unreachable", reason: `more than ${hopLimit} redirects` };
}

async function readAll(response: Response): Promise<{ readonly bytes: Buffer } | Missing> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).length;
      if (size > contentLimit) return { why: "unreachable", reason: `it is larger than ${bytesInWords(contentLimit)}` };
      chunks.push(chunk as Uint8Array);
    }
  } catch (error) {
    return { why: "unreachable", reason: reasonOf(error) };
  }
  return { bytes: Buffer.concat(chunks) };
}

/** As the middle of a sentence. */
function reasonOf(error: unknown): string {
  const { name, sentence } = networkError(error);
  const reason = name === "TimeoutError" ? "The server takes too long." : sentence;
  return `${reason.charAt(0).toLowerCase()}${reason.slice(1, -1)}`;
}
