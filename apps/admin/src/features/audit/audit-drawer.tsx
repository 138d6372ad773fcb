import { Button, Drawer, Group, Stack } from "@mantine/core";
import type { AuditRow } from "@vetsuccess/contract/audit";
import { formatDate, formatSeconds } from "../../lib/format.ts";
import { FactList } from "../../ui/fact-list.tsx";
import classes from "./audit-drawer.module.css";
import type { useAuditSearch } from "./search.ts";
import { accountWords, deedWords, fieldWords, valueWords } from "./words.ts";

interface Props {
  row: AuditRow;
  onClose: () => void;
  onFilter: ReturnType<typeof useAuditSearch>["filter"];
}

/** One entry: who, when, from where, and each changed field before and after. */
export function AuditDrawer({ row, onClose, onFilter }: Props) {
  const { at, actorId, actorLabel, action, entity, entityId, changes, address, requestId } = row;
  const account = accountWords(row);
  const fields = Object.entries(changes);
  return (
    <Drawer opened onClose={onClose} title={deedWords(action)} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="lg">
        {fields.length > 0 && (
          <table className={classes.changes} aria-label="What changed">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {fields.map(([field, { before, after }]) => (
                <tr key={field}>
                  <th scope="row">{fieldWords(field)}</th>
                  <td className={classes.before}>{valueWords(before)}</td>
                  <td>{valueWords(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <FactList
          title="About it"
          facts={[
            { label: "When", value: `${formatDate(at)}, ${formatSeconds(at)}` },
            { label: "Who", value: actorLabel },
            { label: "Action", value: action },
            ...(account === null ? [] : [{ label: "Account", value: account }]),
            { label: "About", value: entityId === null ? entity : `${entity} ${entityId}` },
            { label: "From address", value: address ?? "—" },
            { label: "Request", value: requestId ?? "—" },
          ]}
        />
        <Group gap="sm">
          <Button variant="default" onClick={() => onFilter({ actor: actorId })}>
            All that {actorLabel.split("@")[0]} did
          </Button>
          {entityId !== null && (
            <Button variant="default" onClick={() => onFilter({ entity, entityId })}>
              All about this {entity.toLowerCase()}
            </Button>
          )}
        </Group>
      </Stack>
    </Drawer>
  );
}
