import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconHeadset, IconMail, IconPhone } from "@tabler/icons-react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import type { ReactNode } from "react";
import { useNow } from "../../lib/clock.ts";
import { formatClock, formatPhone, formatThere, offHours } from "../../lib/format.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./client-header.module.css";
import { ContactField } from "./contact-field.tsx";
import { keyOf, noPhone, orFirst, type Value } from "./fields.ts";
import { OptOutToggle } from "./opt-out-toggle.tsx";
import { useField, type Visit } from "./visit.ts";
import { phoneOptOutWords } from "./words.ts";

interface Props {
  client: ClientDetail;
  visit: Visit;
  /** Who else is here. */
  presence: ReactNode;
  /** Why nothing can be changed. */
  refusal: string | undefined;
}

/** Who it is, what time it is there, and every way to reach them. */
export function ClientHeader({ client, visit, presence, refusal }: Props) {
  const isReadOnly = refusal !== undefined;
  return (
    <header className={classes.header} data-contact>
      <div className={classes.who}>
        <h1 className={classes.name}>
          <ContactField
            visit={visit}
            fieldKey={keyOf("client", "", "firstName")}
            label="First name"
            empty="First name"
            isReadOnly={isReadOnly}
          />
          <ContactField
            visit={visit}
            fieldKey={keyOf("client", "", "lastName")}
            label="Last name"
            empty="Last name"
            isReadOnly={isReadOnly}
          />
        </h1>
        <p className={classes.facts}>
          <span>{client.practices.map(({ name, oduId }) => name ?? oduId).join(", ") || "No practice"}</span>
          <LocalTime timeZone={client.timeZone} />
          <span className={classes.id}>
            <span className={classes.idLabel}>ID</span> {client.oduId}
            <Copy value={client.oduId} label="Copy the id" />
          </span>
        </p>
        <div className={classes.presence}>{presence}</div>
      </div>
      <ul className={classes.contacts} aria-label="Contact data">
        {orFirst(client.phones, noPhone).map((phone) => (
          <li key={`phone ${phone.oduId}`} className={classes.contact}>
            <Phone phone={phone} timeline={client.timeline} visit={visit} refusal={refusal} />
          </li>
        ))}
        {orFirst(client.emails, { oduId: "", address: null }).map(({ oduId, address }) => (
          <li key={`email ${oduId}`} className={classes.contact}>
            <EmailAddress email={{ oduId, address }} visit={visit} isReadOnly={isReadOnly} />
          </li>
        ))}
      </ul>
    </header>
  );
}

function EmailAddress({
  email: { oduId, address },
  visit,
  isReadOnly,
}: {
  email: ClientDetail["emails"][number];
  visit: Visit;
  isReadOnly: boolean;
}) {
  const fieldKey = keyOf("emails", oduId, "address");
  const { value, fault, isEdited } = useField(visit, fieldKey);
  const typed = typeof value === "string" && fault === undefined ? value.trim() : "";
  const shown = isEdited ? typed || null : address;
  return (
    <>
      <IconMail size={16} stroke={1.6} className={classes.icon} aria-hidden />
      <ContactField
        visit={visit}
        fieldKey={fieldKey}
        label="E-mail"
        empty="Add an e-mail address"
        type="email"
        isReadOnly={isReadOnly}
      />
      {shown !== null && (
        <span className={classes.ways}>
          <Copy value={shown} label="Copy the e-mail address" />
          <Way href={`mailto:${shown}`} label={`Write to ${shown}`}>
            <IconMail size={15} />
          </Way>
        </span>
      )}
    </>
  );
}

function LocalTime({ timeZone }: { timeZone: string | null }) {
  const now = useNow();
  if (timeZone === null) return null;
  const there = formatThere(now, timeZone);
  const caution = offHours(now, timeZone);
  return (
    <span>
      <b className={classes.clock}>{there ?? formatClock(now, timeZone)}</b>{" "}
      {there === null ? "there, as here" : "there"}{" "}
      {caution !== undefined && <StatusBadge tone="warn">{caution}</StatusBadge>}
    </span>
  );
}

function Phone({
  phone,
  timeline,
  visit,
  refusal,
}: {
  phone: ClientDetail["phones"][number];
  timeline: ClientDetail["timeline"];
  visit: Visit;
  refusal: string | undefined;
}) {
  const { oduId, number, type } = phone;
  const optOut = useField(visit, keyOf("phones", oduId, "isOptedOut"));
  const typed = useField(visit, keyOf("phones", oduId, "number"));
  const shown = typed.isEdited ? callable(typed) : number;
  const stops = typed.isEdited ? "No practice will text the new number." : phoneOptOutWords(phone, timeline);
  return (
    <>
      <IconPhone size={16} stroke={1.6} className={classes.icon} aria-hidden />
      <ContactField
        visit={visit}
        fieldKey={keyOf("phones", oduId, "number")}
        label="Phone"
        empty="Add a phone"
        type="tel"
        show={formatPhone}
        isReadOnly={refusal !== undefined}
      />
      {type !== null && <span className={classes.type}>{type}</span>}
      {shown !== null && (
        <span className={classes.ways}>
          <Copy value={formatPhone(shown)} label="Copy the number" />
          <Way href={`tel:+1${shown}`} label={`Call ${formatPhone(shown)}`}>
            <IconPhone size={15} />
          </Way>
          {/* https://developers.dialpad.com/docs/app-launch-urls */}
          <Way href={`dialpad://+1${shown}`} label={`Call ${formatPhone(shown)} in Dialpad`}>
            <IconHeadset size={15} />
          </Way>
        </span>
      )}
      {number !== null && (
        <span className={classes.optOut}>
          <OptOutToggle
            label={optOut.value === true ? "No texts" : "Stop texts"}
            isOn={optOut.value === true}
            isEdited={optOut.isEdited}
            refusal={refusal}
            onToggle={() => optOut.set(optOut.value !== true)}
            describe={`texts to ${formatPhone(number)}, from every practice`}
            note={phone.isOptedOut ? "" : stops}
          />
          {optOut.fault !== undefined && (
            <span className={classes.fault} role="alert">
              {optOut.fault}
            </span>
          )}
        </span>
      )}
    </>
  );
}

/** A number as it is typed, saved or not; null: it is none. */
function callable({ value, fault }: { value: Value; fault: string | undefined }): string | null {
  const digits = typeof value === "string" ? value.replaceAll(/\D/g, "").replace(/^1(?=\d{10}$)/, "") : "";
  return fault === undefined && digits !== "" ? digits : null;
}

function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <ActionIcon
          data-hint={copied ? "Copied" : label}
          size="sm"
          aria-label={copied ? "Copied" : label}
          onClick={copy}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

function Way({ href, label, children }: { href: string; label: string; children: React.ReactNode }) {
  return (
    <ActionIcon data-hint={label} component="a" size="sm" href={href} aria-label={label}>
      {children}
    </ActionIcon>
  );
}
