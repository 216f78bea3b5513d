import { randomBytes } from "node:crypto";
import { choiceOf, integerOf, jsonOf, Refused, type Api, type Call, type Handler, type Has } from "../../service.js";
import { anything, email, integer, isDate, oneOf, orNull, text, validated, type Check } from "../../validate.js";

interface Contact {
  readonly id: string;
  readonly organization: string;
  readonly name: string;
  readonly email: string;
  readonly kind: string;
  readonly phone?: string | null;
  readonly address?: unknown;
  readonly score?: number;
  readonly createdAt: string;
  readonly deletedAt: string | null;
}

interface User {
  readonly organization: string;
  readonly login: string;
  readonly password: string;
  readonly role: string;
  readonly displayName?: string;
  readonly active: boolean;
}

interface Identity {
  readonly name: string;
  readonly organization: string;
  readonly scopes: readonly string[];
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A token with the claims that its server reads, as authorization servers issue them. */
const tokenOf = (name: string, scope: string): string => `${part({ alg: "none" })}.${part({ sub: name, scope })}.bench`;

export const ann: string = tokenOf("ann", "contacts:read contacts:write users:admin");
export const bob: string = tokenOf("bob", "contacts:read contacts:write");
const aKey = "acme-reader";

const kinds = ["person", "company", "department"] as const;
export function createCrm(has: Has): Api {
  const contacts = new Map<string, Contact>();
  const users = new Map<string, User>();
  const dangerous: string[] = [];
  const identities = new Map<string, Identity>([
    [`Bearer ${ann}`, { name: "ann", organization: "acme", scopes: ["contacts:read", "contacts:write", "users:admin"] }],
    [`Bearer ${bob}`, { name: "bob", organization: "birch", scopes: ["contacts:read", "contacts:write"] }],
  ]);
  const names = ["Zoe", "Adam", "Mia", "Lars", "Ines", "Omar", "Kim"];
  for (const [index, name] of names.entries()) {
    const id = `c_00000000000${index}`;
    const organization = index === 6 ? "birch" : "acme";
    const address = { city: index % 2 === 0 ? "Oslo" : "Rome" };
    const common = { kind: kinds[index % 3] ?? "person", address, createdAt: `2026-04-0${index + 1}T07:30:00.000Z`, deletedAt: null };
    contacts.set(id, { id, organization, name, email: `${name.toLowerCase()}@example.com`, ...common });
  }
  for (const login of ["ann", "carl"])
    users.set(`acme/${login}`, { organization: "acme", login, password: "secret-word", role: "manager", active: true });
  const audit = [1, 9, 20].map((day) => ({ day: `2026-04-${String(day).padStart(2, "0")}`, event: `Event ${day}` }));

  const isAddress: Check = (value) => {
    try {
      validated(value, {
        fields: { street: text(0, 80), city: text(1, 60), country: text(2, 2, /^[A-Z]{2}$/) },
        required: has("address-without-city-accepted") ? [] : ["city"],
      });
      return undefined;
    } catch {
      return "is no address";
    }
  };
  const fields: Readonly<Record<string, Check>> = {
    name: text(1, 60),
    email: has("email-without-at-accepted") ? text(1, 254) : email,
    kind: oneOf(...kinds),
    phone: orNull(has("phone-of-letters-accepted") ? text(0, 100) : text(3, 21, /^\+?[0-9 ]{3,20}$/)),
    address: isAddress,
    score: has("fractional-score-accepted")
      ? (value) => (typeof value === "number" && value >= 0 && value <= 5 ? undefined : "is out of bounds")
      : integer(0, 5),
  };

  const identityOf = (call: Call): Identity => {
    const known = identities.get(call.headers["authorization"] ?? "");
    if (known !== undefined) return known;
    if (call.headers["x-api-key"] === aKey) return { name: "reader", organization: "acme", scopes: ["contacts:read"] };
    if (has("any-token-accepted") && call.headers["authorization"] !== undefined)
      return { name: "ann", organization: "acme", scopes: ["contacts:read", "contacts:write", "users:admin"] };
    throw new Refused(401, "Who are you?", { "WWW-Authenticate": "Bearer" });
  };
  const contactOf = (call: Call, who: Identity, isVisible = false): Contact => {
    const id = call.path["id"] ?? "";
    if (!/^c_[0-9a-f]{12}$/.test(id)) throw new Refused(400, "This is no id of a contact.");
    const contact = contacts.get(id);
    if (contact === undefined || (contact.organization !== who.organization && !isVisible)) throw new Refused(404, "There is no such contact.");
    return contact;
  };
  const notDeleted = (contact: Contact): Contact => {
    if (contact.deletedAt !== null) throw new Refused(410, "The contact is deleted.");
    return contact;
  };
  const crashOn = (given: Partial<Contact>): void => {
    if (has("accented-name-crashes") && /[^\p{ASCII}]/u.test(given.name ?? "")) throw new Error("not ASCII");
    if (has("null-phone-crashes") && given.phone === null) throw new Error("null has no length");
    if (has("zero-score-crashes") && given.score === 0) throw new Error("division by zero");
  };
  const isTaken = (who: Identity, wanted: string, self?: string): boolean =>
    [...contacts.values()].some((one) => one.organization === who.organization && one.deletedAt === null && one.email === wanted && one.id !== self);

  const routes: Record<string, Handler> = {
    "GET /contacts": (call) => {
      const who = identityOf(call);
      const page = integerOf(call, "page", { min: 1, max: Number.MAX_SAFE_INTEGER, otherwise: 1 });
      const perPage = integerOf(call, "perPage", { min: 1, max: 50, otherwise: 25 });
      const q = call.query.get("q");
      const city = call.query.get("city");
      const kind = choiceOf(call, "kind", kinds);
      const order = choiceOf(call, "order", ["name", "createdAt"]);
      const direction = choiceOf(call, "direction", ["asc", "desc"]) ?? "asc";
      const includeDeleted = choiceOf(call, "includeDeleted", ["true", "false"]) === "true";
      for (const [name, value, max] of [
        ["q", q, 40],
        ["city", city, 60],
      ] as const)
        if (value !== null && (value === "" || [...value].length > max)) throw new Refused(400, `"${name}" is too short or too long.`);
      if (has("percent-in-search-crashes") && /[%_*?\\]/.test(q ?? "")) throw new Error("bad pattern");
      if (has("order-with-kind-crashes") && order !== undefined && kind !== undefined) throw new Error("ambiguous column");
      let all = [...contacts.values()].filter((one) => one.organization === who.organization || has("contacts-of-all-organizations-listed"));
      if (!includeDeleted && !has("deleted-contact-listed")) all = all.filter((one) => one.deletedAt === null);
      if (q !== null && !has("search-ignored")) all = all.filter((one) => one.name.toLowerCase().includes(q.toLowerCase()));
      if (city !== null) all = all.filter((one) => (one.address as { city?: string } | undefined)?.city === city);
      if (kind !== undefined && !has("kind-filter-ignored")) all = all.filter((one) => one.kind === kind);
      const key = has("order-ignored") || order === undefined ? "createdAt" : order;
      all = all.toSorted((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id < b.id ? -1 : 1));
      if (direction === "desc") all = all.toReversed();
      const start = (page - (has("second-page-is-the-first") && page > 1 ? 2 : 1)) * perPage;
      const shown = all.slice(start, start + perPage);
      const total = has("total-counts-deleted") ? [...contacts.values()].filter((one) => one.organization === who.organization).length : all.length;
      return { status: 200, json: { contacts: shown, meta: { page, perPage, total } } };
    },
    "POST /contacts": (call) => {
      const who = identityOf(call);
      const given = validated(jsonOf(call), { fields, required: has("missing-email-accepted") ? ["name"] : ["name", "email"] }) as Partial<Contact>;
      crashOn(given);
      const address = (given.email ?? "nobody@example.com").toLowerCase();
      if (isTaken(who, address) && !has("taken-email-accepted")) throw new Refused(409, "There is a contact with this email address.");
      const sent = JSON.parse(call.bytes.toString()) as Partial<Contact>;
      const id = `c_${randomBytes(6).toString("hex")}`;
      const organization = has("sent-organization-sticks") ? (sent.organization ?? who.organization) : who.organization;
      const contact = { id, kind: "person", ...given, email: address, organization, createdAt: new Date().toISOString(), deletedAt: null } as Contact;
      contacts.set(id, contact);
      return { status: 201, headers: { Location: `/api/contacts/${id}` }, json: contact };
    },
    "GET /contacts/{id}": (call) => {
      const contact = contactOf(call, identityOf(call), has("contact-readable-by-others"));
      return { status: 200, json: has("deleted-contact-readable") ? contact : notDeleted(contact) };
    },
    "PATCH /contacts/{id}": (call) => {
      const who = identityOf(call);
      const contact = contactOf(call, who, has("contact-writable-by-others"));
      if (!has("deleted-contact-changeable")) notDeleted(contact);
      const given = validated(jsonOf(call), { fields }) as Partial<Contact>;
      crashOn(given);
      const address = given.email?.toLowerCase();
      if (address !== undefined && isTaken(who, address, contact.id)) throw new Refused(409, "There is a contact with this email address.");
      const { phone: _, ...withoutPhone } = given;
      const changed = {
        ...contact,
        ...(has("changed-phone-is-lost") ? withoutPhone : given),
        ...(address !== undefined && { email: address }),
        ...(has("change-resets-kind") && given.kind === undefined && { kind: "person" }),
        ...(has("score-becomes-text-after-change") && given.score !== undefined && { score: String(given.score) }),
      } as Contact;
      contacts.set(contact.id, changed);
      return { status: 200, json: changed };
    },
    "DELETE /contacts/{id}": (call) => {
      const contact = notDeleted(contactOf(call, identityOf(call), has("contact-deletable-by-others")));
      contacts.set(contact.id, { ...contact, deletedAt: new Date().toISOString() });
      return { status: 204 };
    },
    "GET /users": (call) => ({ status: 200, json: referrersOf(identityOf(call)).map((user) => shownUser(user, has("passwords-listed"))) }),
    "POST /users": (call) => {
      const who = identityOf(call);
      const checks = {
        login: text(3, 20, /^[a-z][a-z0-9._]{2,19}$/),
        password: text(has("short-password-accepted") ? 0 : 8, 64),
        role: has("unknown-role-accepted") ? anything : oneOf("member", "manager"),
        displayName: text(0, 40),
      };
      const given = validated(jsonOf(call), { fields: checks, required: ["login", "role"] }) as Partial<User>;
      if (has("longest-password-crashes") && [...(given.password ?? "")].length === 64) throw new Error("hash of 72 bytes at most");
      const key = `${who.organization}/${given.login}`;
      if (users.has(key)) throw new Refused(409, "There is a user with this login.");
      const sent = JSON.parse(call.bytes.toString()) as Partial<User>;
      const active = has("sent-active-sticks") ? (sent.active ?? true) : true;
      const user = { ...given, password: given.password ?? randomBytes(6).toString("hex"), organization: who.organization, active } as User;
      users.set(key, user);
      return { status: 201, json: shownUser(user, has("password-returns-from-create")) };
    },
    "GET /users/{login}": (call) => ({ status: 200, json: shownUser(userOf(call, identityOf(call)), has("password-readable")) }),
    "DELETE /users/{login}": (call) => {
      const user = userOf(call, identityOf(call));
      if (!has("user-is-not-deleted")) users.delete(`${user.organization}/${user.login}`);
      return { status: 204 };
    },
    "GET /me": (call) => {
      const { name, organization } = identityOf(call);
      return { status: 200, json: { name, organization } };
    },
    "PATCH /me": (call) => {
      const { organization } = identityOf(call);
      dangerous.push("PATCH /me");
      return { status: 200, json: { ...validated(jsonOf(call), { fields: { name: text(1, 1000) }, required: ["name"] }), organization } };
    },
    "GET /audit": (call) => {
      const [from, to] = ["from", "to"].map((name) => {
        const day = call.query.get(name);
        if (day !== null && !isDate(day)) throw new Refused(400, `"${name}" is no date.`);
        return day;
      });
      if (has("reversed-dates-crash") && typeof from === "string" && typeof to === "string" && from > to) throw new Error("negative range");
      if (has("early-from-crashes") && typeof from === "string" && from < "1970-01-01") throw new Error("negative time");
      return { status: 200, json: audit.filter(({ day }) => day >= (from ?? "") && day <= (to ?? "9999")) };
    },
  };
  const referrersOf = (who: Identity): readonly User[] => [...users.values()].filter((user) => user.organization === who.organization);
  const userOf = (call: Call, who: Identity): User => {
    const login = call.path["login"] ?? "";
    if (!/^[a-z][a-z0-9._]{2,19}$/.test(login)) throw new Refused(400, "This is no login.");
    const user = users.get(`${who.organization}/${login}`);
    if (user === undefined) throw new Refused(404, "There is no such user.");
    return user;
  };

  /** The scope of each operation; the others need `contacts:read`. */
  const scopes: Readonly<Record<string, string>> = {
    "POST /contacts": "contacts:write",
    "PATCH /contacts/{id}": "contacts:write",
    "DELETE /contacts/{id}": "contacts:write",
    "GET /users": "users:admin",
    "POST /users": "users:admin",
    "GET /users/{login}": "users:admin",
    "DELETE /users/{login}": "users:admin",
    "GET /audit": "users:admin",
  };
  const withoutScope = new Map([
    ["GET /audit", "audit-without-scope"],
    ["POST /users", "create-user-without-scope"],
  ]);
  const withoutCredentials = new Map([
    ["PATCH /contacts/{id}", "change-without-credentials"],
    ["DELETE /users/{login}", "delete-user-without-credentials"],
    ["POST /contacts", "create-without-credentials"],
  ]);
  const guarded = (key: string, handler: Handler): Handler => {
    return (call) => {
      const isAnonymous = call.headers["authorization"] === undefined && call.headers["x-api-key"] === undefined;
      if (isAnonymous && has(withoutCredentials.get(key) ?? ""))
        return handler({ ...call, headers: { ...call.headers, authorization: `Bearer ${ann}` } });
      const scope = scopes[key] ?? "contacts:read";
      if (!identityOf(call).scopes.includes(scope) && !has(withoutScope.get(key) ?? "")) throw new Refused(403, `This needs the scope ${scope}.`);
      return handler(call);
    };
  };
  return {
    routes: Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, guarded(key, handler)])),
    refuse: ({ status, message, headers }) => ({ status, headers, json: { message } }),
    data: () => ({ contacts: [...contacts.values()].filter((one) => one.deletedAt === null), users: [...users.values()] }),
    dangerous,
  };
}

function shownUser({ login, password, role, displayName, active }: User, withPassword: boolean): unknown {
  return { login, role, displayName, active, ...(withPassword && { password }) };
}
