import { expect, test } from "vitest";
import { redact } from "../../src/traffic/index.js";
import { inJson, secret, textOf } from "./in-body.js";

const names = (text: string): string[] => text.trim().split(/\s+/);

test.each(
  names(`
    SecretString secret_value secretText tokenValue access_token_v2 client_secret_base64 password_sha256
    password2 password_confirmation passwordConfirm passwordHash newPassword1 encrypted_password recoveryCode1
    proxyAuthorizationHeader authTokenHeader sessionCookieValue api_key_2 secret_key_base
    passWord PassWord pass_word passWd user_pass_phrase passCode
  `),
)("%s is the name of a secret", (name) => {
  expect(textOf(redact([inJson({ [name]: secret })]))).not.toContain("Zk3L");
});

test.each(
  names(`
    token_type password_required tokens_used secretName secret_id cookiePolicy session_id sessionId token_version
    password_length passwordStrength next_token_value public_key_base64 tokenTypeValue password_changed_by bypass_order
    header text data hash value v2 base64 string sha256 compass_code pass_word_count secretary_text
  `),
)("%s is the name of no secret", (name) => {
  const interaction = inJson({ [name]: secret });
  expect(redact([interaction])).toEqual([interaction]);
});

test("counts and flags beside secrets stay", () => {
  const counted = { max_tokens: 4096, session_count: 10_000, token_value: 12_345, key2: 12_345 };
  const interaction = inJson({ ...counted, has_password: true, password_value: false });
  expect(redact([interaction])).toEqual([interaction]);
});
