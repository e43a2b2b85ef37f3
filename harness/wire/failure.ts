import { z } from "zod";
import { messageOf } from "../base/base.ts";

/** Why nothing came of a request, and what to do about it where that is known: one line without a full stop. */
export function describeFailure(thrown: unknown, { host, protocol }: URL): string {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (code === "ECONNREFUSED") return `no vendor at ${host} (${code})`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `the name of ${host} cannot be resolved (${code}): check the address and the network`;
  }
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return `the certificate of ${host} is not valid today (${code}): check this machine's clock, else it must be renewed there`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `the certificate of ${host} is for another host (${namesOf(thrown)}): check the address`;
  }
  if (untrusted.has(code)) {
    return `the certificate of ${host} is not trusted here (${code}): if your company has its own authority, name its PEM file in NODE_EXTRA_CA_CERTS`;
  }
  if (code === "EPROTO" && messageOf(thrown).includes("wrong version number")) {
    return `${host} does not speak https: write http:// in its address, or check the port`;
  }
  const failed = `the connection to ${host} failed: ${firstLine(messageOf(thrown)) || code}`;
  // A server that speaks TLS hangs up on a plain request without a word, as a broken one does.
  const isHangUp = code === "ECONNRESET" && messageOf(thrown) === "socket hang up";
  return isHangUp && protocol === "http:"
    ? `${failed}; if ${host} speaks https, write https:// in its address`
    : failed;
}

const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
]);

const wrongHostSchema = z.object({ cert: z.object({ subjectaltname: z.string() }) });

/** Whom the certificate names: `DNS:other.example`. */
function namesOf(thrown: unknown): string {
  return wrongHostSchema.safeParse(thrown).data?.cert.subjectaltname ?? "it names none";
}

/** OpenSSL's errors bring a place in its sources along. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}
