import { isIP } from "node:net";
import { domainToASCII } from "node:url";

const atom = "[-!#$%&'*+/=?^_`{}|~0-9A-Z]+";
const localPart = new RegExp(
  String.raw`^(?:${atom}(?:\.${atom})*|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")$`,
  "i",
);
const label = "[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?";
const domain = new RegExp(String.raw`^(?:(?:${label}\.)+(?!-)[A-Z0-9-]{2,63}(?<!-)|localhost)$`, "i");

/**
 * Whether REST v1 takes a text as an e-mail address: a dotted or quoted local part, and a domain, which may have letters of
 * any script, or an address literal such as [127.0.0.1]. These are the rules that the older clients' forms know.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  const host = text.slice(at + 1);
  if (at < 1 || !localPart.test(text.slice(0, at))) return false;
  const literal = /^\[([A-F0-9:.]+)\]$/i.exec(host)?.[1];
  return literal === undefined ? domain.test(host) || domain.test(domainToASCII(host)) : isIP(literal) !== 0;
}
