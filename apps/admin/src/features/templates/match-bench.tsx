import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { MatchTemplateInput, TemplateRow } from "@vetsuccess/contract/templates";
import { useState } from "react";
import { messageOf } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import classes from "./templates.module.css";

interface Props {
  templates: readonly TemplateRow[];
  /** Key words that are not saved yet. */
  draft?: MatchTemplateInput["draft"];
}

/** Which template would a description get? */
export function MatchBench({ templates, draft }: Props) {
  const [description, setDescription] = useState("Rabies 3yr canine");
  const [asked] = useDebouncedValue(description, 150);
  const match = trpc.templates.match.useQuery(
    { description: asked, ...(draft && { draft }) },
    { placeholderData: keepPreviousData, enabled: asked.trim() !== "" },
  );
  const { data, error } = match;
  const nameOf = (uuid: string) => templates.find((each) => each.uuid === uuid)?.keyWords.join(", ") ?? uuid;
  return (
    <Panel title="Which template would it get?">
      <TextInput
        label="A reminder's description"
        maxLength={255}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <div className={classes.verdict} role="status">
        {error && messageOf(error)}
        {data?.isDefault === true && "None fits: the default text with the link."}
        {data?.isDefault === false && data.uuid === null && `This one, by "${data.keyWord}".`}
        {data?.uuid != null && (
          <>
            <Link to={paths.template} params={{ templateId: data.uuid }} className={classes.link}>
              {nameOf(data.uuid)}
            </Link>
            , by "{data.keyWord}".
          </>
        )}
        {data && data.alsoFits.length > 0 && (
          <div className={classes.dim}>
            Fits too, but stands later: {data.alsoFits.map(nameOf).join("; ")}.
          </div>
        )}
        {data && data.reminders > 0 && (
          <div className={classes.dim}>{plural(data.reminders, "undecided reminder")} with these words.</div>
        )}
      </div>
    </Panel>
  );
}
