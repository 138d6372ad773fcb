import { IconArrowUp } from "@tabler/icons-react";
import { plural } from "../../lib/format.ts";
import classes from "./new-rows.module.css";

interface Props {
  count: number;
  isMore: boolean;
  onShow: () => void;
}

/** Says that there are new rows, and lets them in on demand. It lies over the upper edge of the table, and moves no row. */
export function NewRows({ count, isMore, onShow }: Props) {
  return (
    <div role="status" className={classes.place}>
      {count > 0 && (
        <button type="button" className={classes.button} onClick={onShow}>
          <IconArrowUp size={14} aria-hidden />
          {isMore ? `More than ${count} new` : plural(count, "new client", "new clients")}
          <kbd className={classes.key}>.</kbd>
        </button>
      )}
    </div>
  );
}
