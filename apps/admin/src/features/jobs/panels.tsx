import { JobDrawer } from "./job-drawer.tsx";
import { PauseQueueDialog, ResumeQueueDialog } from "./queue-dialogs.tsx";
import { useJobsSearch } from "./search.ts";

/** Whatever the address says is open on top of the page. Loaded when something first is, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- React.lazy wants one
export default function Panels() {
  const { search, change, closePanel } = useJobsSearch();
  const { panel, about, job } = search;
  return (
    <>
      {job !== undefined && <JobDrawer jobId={job} onClose={() => change({ job: undefined })} />}
      {panel === "pause" && about !== undefined && <PauseQueueDialog queue={about} onClose={closePanel} />}
      {panel === "resume" && about !== undefined && <ResumeQueueDialog queue={about} onClose={closePanel} />}
    </>
  );
}
