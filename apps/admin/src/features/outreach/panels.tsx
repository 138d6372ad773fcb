import type { OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { DeliverNowDialog } from "../sending/deliver-now-dialog.tsx";
import { PauseDialog } from "../sending/pause-dialog.tsx";
import { ResumeDialog } from "../sending/resume-dialog.tsx";
import { TextDrawer } from "../texts/text-drawer.tsx";
import { PlanDialog } from "./plan-dialog.tsx";
import { PreviewDrawer } from "./preview-drawer.tsx";
import { dayOf, useOutreachSearch } from "./search.ts";

interface Props {
  practices: readonly OutreachSummaryRow[];
  onPlanned: (practiceId: string) => void;
}

/** Whatever the address says is open on top of the page. Loaded when something first is, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function Panels({ practices, onPlanned }: Props) {
  const { search, change, closePanel } = useOutreachSearch();
  const { panel, text } = search;
  const practice = practices.find(({ practiceId }) => practiceId === search.about);
  const chosen = practices.find(({ practiceId }) => practiceId === search.practice);
  return (
    <>
      {text !== undefined && <TextDrawer uuid={text} onClose={() => change({ text: undefined })} />}
      {panel === "preview" && practice && (
        <PreviewDrawer
          practice={practice}
          day={dayOf(search)}
          onPlan={() => change({ panel: "plan" }, { replace: true })}
          onClose={closePanel}
        />
      )}
      {panel === "plan" && practice && (
        <PlanDialog practice={practice} day={dayOf(search)} onPlanned={onPlanned} onClose={closePanel} />
      )}
      {panel === "pause" && <PauseDialog onClose={closePanel} />}
      {panel === "resume" && <ResumeDialog onClose={closePanel} />}
      {panel === "deliver" && <DeliverNowDialog practice={chosen} onClose={closePanel} />}
    </>
  );
}
