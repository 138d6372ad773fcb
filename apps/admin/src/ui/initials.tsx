import classes from "./initials.module.css";

/** A person as two letters on a disc; the name stands beside it, or is what the disc is called. */
export function Initials({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span className={classes.disc} style={{ width: size, height: size, fontSize: size * 0.4 }} aria-hidden>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@]+/).filter((word) => word !== "");
  const ends = name.includes("@")
    ? words.slice(0, 1)
    : [words[0], words.length > 1 ? words.at(-1) : undefined];
  return ends.map((word) => Array.from(word ?? "")[0]?.toUpperCase() ?? "").join("");
}
