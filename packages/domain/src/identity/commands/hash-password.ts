import { pbkdf2, timingSafeEqual } from "node:crypto";
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

/** `pbkdf2_sha256$<iterations>$<salt>$<base64 of 32 bytes>`, as Django wrote it. */
async function verifyDjango(stored: string, password: string): Promise<boolean> {
  const [, iterations, salt, encoded] =
    /^pbkdf2_sha256\$(\d{1,8})\$([^$]+)\$([A-Za-z0-9+/]{43}=)$/.exec(stored) ?? [];
  if (!iterations || !salt || !encoded) return false;
  const wanted = Buffer.from(encoded, "base64");
  return timingSafeEqual(
    await pbkdf2Async(password, salt, Number(iterations), wanted.length, "sha256"),
    wanted,
  );
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
