import { diffWordsWithSpace } from "diff";
import classes from "./word-diff.module.css";

type Part = ReturnType<typeof diffWordsWithSpace>[number];

/** What was taken out of a text and what was put in, word by word. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  // Where a part begins tells it from all others.
  const parts = diffWordsWithSpace(before, after).reduce<(Part & { key: string })[]>((all, part) => {
    const start = all.reduce((sum, { value }) => sum + value.length, 0);
    return [...all, { ...part, key: `${start}-${part.added}-${part.removed}` }];
  }, []);
  return (
    <p className={classes.text}>
      {parts.map(({ key, value, added, removed }) => {
        if (added) return <ins key={key}>{value}</ins>;
        if (removed) return <del key={key}>{value}</del>;
        return <span key={key}>{value}</span>;
      })}
    </p>
  );
}
