import { MultiSelect, Radio, Stack } from "@mantine/core";
import { roles, type Role } from "@vetsuccess/contract/identity";
import type { ReactNode } from "react";
import { roleWords } from "../../lib/roles.ts";
import { trpc } from "../../lib/trpc.ts";
import classes from "./rights-fields.module.css";

interface Props {
  role: Role;
  onRole: (role: Role) => void;
  /** Empty: all of them. */
  practiceIds: string[];
  onPractices: (ids: string[]) => void;
  practicesError?: ReactNode;
  isReadOnly?: boolean;
}

/** Role and practices: what somebody may do, and for whom. */
export function RightsFields(props: Props) {
  const { role, onRole, practiceIds, onPractices, practicesError, isReadOnly = false } = props;
  const practices = trpc.practices.list.useQuery();
  const known = practices.data?.practices ?? [];
  const options = known.map(({ oduId, name }) => ({ value: oduId, label: name ?? oduId }));
  const unknown = practiceIds.filter((id) => !known.some(({ oduId }) => oduId === id));
  return (
    <Stack gap="md">
      <Radio.Group label="Role" value={role} onChange={onRole}>
        <div className={classes.roles}>
          {roles.map((each) => (
            <Radio.Card key={each} value={each} disabled={isReadOnly} className={classes.role ?? ""}>
              <Radio.Indicator size="xs" disabled={isReadOnly} />
              <span>
                <span className={classes.label}>{roleWords[each].label}</span>
                <span className={classes.explain}>{roleWords[each].explain}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <MultiSelect
        label="Practices"
        description={
          role === "admin"
            ? "Administrators see all practices."
            : "Only the clients, texts and reminders of these are seen and changed. None chosen: all practices."
        }
        placeholder={practiceIds.length === 0 ? "All practices" : ""}
        data={[...options, ...unknown.map((id) => ({ value: id, label: `Practice ${id}` }))]}
        value={role === "admin" ? [] : practiceIds}
        onChange={onPractices}
        error={practicesError}
        disabled={isReadOnly || role === "admin"}
        searchable
        clearable
        hidePickedOptions
        nothingFoundMessage="No such practice"
      />
    </Stack>
  );
}
