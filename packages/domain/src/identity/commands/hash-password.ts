import { pbkdf2, scrypt, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { hash, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "../ports.ts";

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const today = "$argon2id$v=19$m=19456,t=2,p=1$";

/** Nobody's password, hashed as today: checked for a user that does not exist, so that the answer takes as long. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$KJUg06WZrRfoCctRSDffaQ$wF4vRURH8MXyUAfbgBr9zv6f7wAv5mcN29FRB2FijtI";

const pbkdf2Async = promisify(pbkdf2);
const scryptAsync = promisify<string, string, number, ScryptOptions, Buffer>(scrypt);

const isSame = (encoded: string, got: Buffer) => {
  const wanted = Buffer.from(encoded, "base64");
  return wanted.length === got.length && timingSafeEqual(wanted, got);
};

/** The formats of Django's default hashers; anything else, an unusable password too, is not right. */
async function verifyDjango(stored: string, password: string): Promise<boolean> {
  const [format, ...parts] = stored.split("$");
  const [cost = "", salt = "", third = "", lanes = "", fifth = ""] = parts;
  if (format === "argon2")
    return stored.startsWith("argon2$argon2id$") && verify(stored.slice("argon2".length), password);
  if (!/^[1-9]\d{0,7}$/.test(cost)) return false;
  if (format === "pbkdf2_sha256")
    return isSame(third, await pbkdf2Async(password, salt, Number(cost), 32, "sha256"));
  if (format === "pbkdf2_sha1")
    return isSame(third, await pbkdf2Async(password, salt, Number(cost), 20, "sha1"));
  if (format !== "scrypt") return false;
  const options = { N: Number(cost), r: Number(third), p: Number(lanes), maxmem: 2 ** 26 };
  return isSame(fifth, await scryptAsync(password, salt, 64, options));
}

/** argon2id; hashes of the replaced system are verified and called outdated. */
export const passwordHasher: PasswordHasher = {
  hash: (password) => hash(password, argon2id),
  verify: async (stored, password) => {
    const isRight = stored.startsWith("$argon2id$")
      ? await verify(stored, password)
      : await verifyDjango(stored, password);
    return { isRight, isOutdated: isRight && !stored.startsWith(today) };
  },
};
