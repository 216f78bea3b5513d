import { limitations, sharedEmulator, startEmulator, type Crash, type Limitation, type RunningEmulator } from "../../emulator/index.js";
import { liveTargets } from "./targets.mjs";

/** The server that scenarios send requests to. */
export interface Target {
  readonly name: TargetName | "recording";
  readonly baseUrl: string;
  readonly credentials: { readonly accountId: string; readonly apiToken?: string; readonly apiEmail?: string; readonly apiKey?: string };
  /** The same credentials, for requests without the client. */
  readonly headers: Readonly<Record<string, string>>;
  /** Texts that must not be written anywhere. */
  readonly secrets: readonly string[];
  readonly retries: number;
  /** Capabilities that its browser lacks. Scenarios that need them are skipped. */
  readonly limitations: readonly Limitation[];
  /** Crashes of browsers, or of the target itself. */
  crashes(): readonly Crash[];
  /** Waits until it responds again, after a crash. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** A target that this process does not start. */
const remote = { limitations: [], crashes: () => [], ready: async () => undefined, close: async () => undefined };

type TargetName = keyof typeof liveTargets;

const targetNames = Object.keys(liveTargets) as readonly TargetName[];

const openers: Readonly<Record<TargetName, (environment: NodeJS.ProcessEnv) => Target | Promise<Target>>> = { emulator, cloudflare };

/** The target that `--target` names. */
export function targetName(environment: NodeJS.ProcessEnv): TargetName {
  const requested = environment["TALLYSTICK_TARGET"] || "emulator";
  const name = targetNames.find((known) => known === requested);
  if (name === undefined) throw new Error(`Unknown target "${requested}". Available: ${targetNames.join(", ")}.`);
  return name;
}

/** The source that recordings of a target name. */
export function sourceOf(name: TargetName): "cloudflare" | "emulator" | "live" {
  return name === "cloudflare" || name === "emulator" ? name : "live";
}

export async function openTarget(name: TargetName, environment: NodeJS.ProcessEnv): Promise<Target> {
  return openers[name](environment);
}

/** The emulator that the surrounding run has started, or a new one. */
async function emulator(environment: NodeJS.ProcessEnv): Promise<Target> {
  const shared = sharedEmulator(environment);
  if (shared !== undefined) return targetOf(shared, async () => undefined);
  const own = await startEmulator(environment);
  return targetOf(own, () => own.close());
}

function targetOf({ baseUrl, accountId, apiToken, browser, crashes, ready }: RunningEmulator, close: Target["close"]): Target {
  return {
    name: "emulator",
    baseUrl,
    credentials: { accountId, apiToken },
    headers: { authorization: `Bearer ${apiToken}` },
    secrets: [],
    retries: 0,
    limitations: limitations[browser.origin],
    crashes,
    ready,
    close,
  };
}

/** Cloudflare's API, with credentials from the environment. */
export function cloudflare(environment: NodeJS.ProcessEnv): Target {
  const {
    CLOUDFLARE_ACCOUNT_ID: accountId,
    CLOUDFLARE_API_TOKEN: apiToken,
    CLOUDFLARE_EMAIL: apiEmail,
    CLOUDFLARE_API_KEY: apiKey,
    CLOUDFLARE_BASE_URL: baseUrl,
  } = environment;
  const missing = liveTargets.cloudflare.missing(environment);
  if (missing.length > 0) throw new Error(`The target "cloudflare" needs in the environment: ${missing.join("; ")}.`);
  const credentials = { accountId: accountId ?? "", ...(apiToken ? { apiToken } : { apiEmail: apiEmail ?? "", apiKey: apiKey ?? "" }) };
  const headers: Record<string, string> = apiToken
    ? { authorization: `Bearer ${apiToken}` }
    : { "x-auth-email": apiEmail ?? "", "x-auth-key": apiKey ?? "" };
  return {
    name: "cloudflare",
    baseUrl: baseUrl || "https://api.cloudflare.com/client/v4",
    credentials,
    headers,
    secrets: [accountId, apiToken, apiEmail, apiKey].flatMap((secret) => (secret ? [secret] : [])),
    retries: 2,
    ...remote,
  };
}

/** The server of a recording. */
export function recordedTarget(firstUrl: string): Target {
  const [, baseUrl = "", accountId = ""] = /^(.*?\/client\/v4)\/accounts\/([^/]+)\//.exec(firstUrl) ?? [];
  const apiToken = "token-for-a-recording";
  return {
    name: "recording",
    baseUrl,
    credentials: { accountId, apiToken },
    headers: { authorization: `Bearer ${apiToken}` },
    secrets: [],
    retries: 0,
    ...remote,
  };
}
