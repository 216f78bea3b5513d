import { randomUUID } from "node:crypto";
import { mockProof } from "tallystick";
import { headerValue } from "../traffic/headers.js";
import type { HeaderField, Interaction } from "../traffic/interaction.js";
import type { Sender } from "../traffic/send/sender.js";

/** Headers with which `tallystick mock` marks its examples and its refusals. */
const isMark = ([name]: HeaderField): boolean => /^mock-(?:example|problem)$/i.test(name);

/** An interaction with a server that is not known to be `tallystick mock`. */
export function withoutMarks(interaction: Interaction): Interaction {
  const { response } = interaction;
  if (response?.headers.some(isMark) !== true) return interaction;
  return { ...interaction, response: { ...response, headers: response.headers.filter((field) => !isMark(field)) } };
}

/** A sender that removes the marks of `tallystick mock` from responses, unless the server proves to be one. The first mark causes one more request. */
export function trustingMock(sender: Sender, baseUrl: string): Sender {
  let proof: Promise<boolean> | undefined;
  return {
    ...sender,
    async send(request, origin) {
      const interaction = await sender.send(request, origin);
      if (withoutMarks(interaction) === interaction) return interaction;
      proof ??= isMock(sender, baseUrl);
      return (await proof) ? interaction : withoutMarks(interaction);
    },
  };
}

async function isMock(sender: Sender, baseUrl: string): Promise<boolean> {
  const challenge = randomUUID();
  const { response } = await sender.send({ method: "GET", url: baseUrl, headers: [["Mock-Challenge", challenge]] }, "mock");
  return headerValue(response?.headers ?? [], "mock-proof") === mockProof(challenge);
}
