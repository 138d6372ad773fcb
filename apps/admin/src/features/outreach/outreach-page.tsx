import { useDocumentTitle } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { formatDay, today } from "../../lib/format.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { useLiveInterval } from "../sending/live.ts";
import { SendingLine } from "../sending/sending-line.tsx";
import { TextsPanel } from "../texts/texts-panel.tsx";
import { DayPicker } from "./day-picker.tsx";
import classes from "./outreach-page.module.css";
import { usePlanning } from "./planning.ts";
import { PracticeList } from "./practice-list.tsx";
import { dayOf, useOutreachSearch } from "./search.ts";

const Panels = lazy(() => import("./panels.tsx"));

/** A day of outreach: the sending line, what each practice has, and the texts. */
export function OutreachPage() {
  const { search, change, filter } = useOutreachSearch();
  const day = dayOf(search);
  const interval = useLiveInterval();
  const planning = usePlanning(day);
  const summary = trpc.outreach.summary.useQuery({ day }, { refetchInterval: interval });
  const chooseDay = (chosen: string) =>
    filter({ day: chosen === today() ? undefined : chosen, text: undefined });
  useShortcuts(
    "Outreach",
    [{ keys: "t", label: "Today", run: () => chooseDay(today()) }],
    search.panel === undefined,
  );
  useDocumentTitle(`Outreach, ${formatDay(day, today())} · VetSuccess`);
  const isOpen = search.panel !== undefined || search.text !== undefined;
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>Outreach</h1>
        <DayPicker day={day} onChange={chooseDay} areKeysActive={search.panel === undefined} />
      </div>
      <SendingLine onOpen={(panel) => change({ panel })} />
      <div className={classes.columns}>
        <PracticeList summary={summary} planning={planning} />
        <TextsPanel practices={summary.data?.practices ?? []} interval={interval} />
      </div>
      {isOpen && (
        <Suspense>
          <Panels practices={summary.data?.practices ?? []} onPlanned={planning.watch} />
        </Suspense>
      )}
    </>
  );
}
