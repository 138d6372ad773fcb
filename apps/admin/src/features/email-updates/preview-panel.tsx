import { Alert, Skeleton, Table, Text } from "@mantine/core";
import { messageOf } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";

/** What a mailing on the day would send now. */
export function PreviewPanel({ day }: { day: string }) {
  const preview = trpc.emailUpdates.preview.useQuery({ day });
  if (preview.error)
    return (
      <Alert color="red" variant="light" role="alert">
        {messageOf(preview.error)}
      </Alert>
    );
  if (!preview.data) return <Skeleton height={200} role="status" aria-label="The preview is loading" />;
  const { isWorkingDay, days, practices } = preview.data;
  if (!isWorkingDay) return <Text>{day} is not a working day: nothing is mailed.</Text>;
  return (
    <section aria-label="What would go out">
      <Text size="sm" c="dimmed">
        Files of {days.join(", ")}. Nothing is sent by looking.
      </Text>
      <Table aria-label="What would go out">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Practice</Table.Th>
            <Table.Th>To</Table.Th>
            <Table.Th>Files</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {practices.map(({ practiceId, practiceName, toAddress, files, problem }) => (
            <Table.Tr key={practiceId}>
              <Table.Td>{practiceName ?? practiceId}</Table.Td>
              <Table.Td>{toAddress}</Table.Td>
              <Table.Td>{problem ?? (files.length === 0 ? "none" : plural(files.length, "file"))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
