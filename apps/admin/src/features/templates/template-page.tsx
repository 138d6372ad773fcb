import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconMessageOff } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { DefaultTextKey } from "@vetsuccess/contract/templates";
import { messageOf } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { TemplateForm, type Draft } from "./template-form.tsx";
import classes from "./templates.module.css";
import { defaultTextWords } from "./words.ts";

const route = getRouteApi(paths.template);
const empty: Draft = { keyWords: [], template: "", version: 0 };

/** One template, a new one, or one of the default texts. */
export function TemplatePage() {
  const { templateId } = route.useParams();
  const list = trpc.templates.list.useQuery();
  const key = DefaultTextKey.safeParse(templateId).data;
  const { data, error } = list;
  const saved = key
    ? data?.defaultTexts.find((each) => each.key === key)
    : data?.templates.find((each) => each.uuid === templateId);
  const draft = templateId === "new" ? empty : saved && { keyWords: [], ...saved };
  const title = key ? defaultTextWords[key].name : templateId === "new" ? "New template" : "Template";
  useDocumentTitle(`${title} · VetSuccess`);
  return (
    <>
      <PageHead
        title={title}
        words={
          <Link to={paths.templates} className={classes.link}>
            All templates
          </Link>
        }
      />
      {list.isPending && <Skeleton height={400} radius="lg" />}
      {error && !data && <StateMessage icon={<IconMessageOff size={22} />} title={messageOf(error)} />}
      {data && !draft && (
        <StateMessage icon={<IconMessageOff size={22} />} title="There is no such template">
          Somebody may have deleted it.
        </StateMessage>
      )}
      {data && draft && (
        <TemplateForm key={templateId} templateId={templateId} saved={draft} templates={data.templates} />
      )}
    </>
  );
}
