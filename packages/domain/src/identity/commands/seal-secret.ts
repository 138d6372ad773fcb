import { createCipheriv, createDecipheriv, randomBytes, randomInt } from "node:crypto";
import { recoveryAlphabet } from "../rules.ts";

/** 256 random bits, 43 characters that a URL may hold. */
export function makeSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** 24 characters in groups of six: 117 random bits. */
export function makeRecoveryCode(): string {
  const group = () =>
    Array.from({ length: 6 }, () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

/**
 * AES-256-GCM.
 *
 * @param owner bound in: opened for anybody else, the secret is refused
 */
export function sealSecret(key: Uint8Array, secret: Uint8Array, owner: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString(
    "base64url",
  );
}

/** @throws Error when the key, the owner or a bit is another one */
export function openSecret(key: Uint8Array, sealed: string, owner: string): Uint8Array {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
