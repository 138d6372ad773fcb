-- What the Prisma schema cannot say: CHECKs, partial and expression indexes, the append-only trigger, the single row.

-- Invariants of the settings of a practice.
ALTER TABLE apps_practicesettings
  ADD CONSTRAINT practicesettings_sms_complete CHECK (
    NOT is_sms_mailing_enabled
    OR (sms_senders_phone <> '' AND sms_scheduler <> '' AND sms_practice_name <> '' AND sms_link <> '')
  ),
  ADD CONSTRAINT practicesettings_email_complete CHECK (NOT is_email_updates_enabled OR email <> ''),
  ADD CONSTRAINT practicesettings_senders_phone CHECK (sms_senders_phone ~ '^([0-9]{10})?$'),
  ADD CONSTRAINT practicesettings_launch_end_needs_start CHECK (
    end_date_for_launch IS NULL OR start_date_for_launch IS NOT NULL
  ),
  ADD CONSTRAINT practicesettings_launch_order CHECK (start_date_for_launch < end_date_for_launch),
  ADD CONSTRAINT practicesettings_launch_old_enough CHECK (start_date_for_launch < launch_date - 49);

-- Closed lists of statuses, the same words stand in packages/contract.
ALTER TABLE apps_reminder
  ADD CONSTRAINT reminder_sms_status CHECK (sms_status IN (
    'APPOINTMENT_EXISTS', 'NO_ACTIVE_CLIENT', 'NO_PHONE', 'EXCLUDED_PHONE_TYPE', 'OPTED_OUT', 'EVENT_CREATED', 'CHECKED'
  ));
ALTER TABLE apps_smsevent
  ADD CONSTRAINT smsevent_status CHECK (status IN ('PENDING', 'IN_PROGRESS'));
ALTER TABLE apps_smshistory
  ADD CONSTRAINT smshistory_status CHECK (status IN ('PENDING', 'SENT', 'ERROR', 'UNKNOWN', 'CANCELED'));
ALTER TABLE apps_smsattempt
  ADD CONSTRAINT smsattempt_result CHECK (result IN (
    'ACCEPTED', 'RATE_LIMITED', 'AUTH_FAILED', 'REJECTED', 'NOT_SENT', 'UNKNOWN'
  )),
  ADD CONSTRAINT smsattempt_finished CHECK ((result IS NULL) = (finished_at IS NULL));
ALTER TABLE apps_optout
  ADD CONSTRAINT optout_scope CHECK (
    (scope = 'ALL' AND practice_id IS NULL) OR (scope = 'PRACTICE' AND practice_id IS NOT NULL)
  ),
  ADD CONSTRAINT optout_source CHECK (source IN ('STOP', 'AGENT', 'ADMIN', 'IMPORT')),
  ADD CONSTRAINT optout_number CHECK (number ~ '^\+[1-9][0-9]{6,14}$');
ALTER TABLE apps_sendingpause
  ADD CONSTRAINT sendingpause_reason CHECK (reason IN ('RATE_LIMITED', 'AUTH_FAILED', 'MANUAL'));
ALTER TABLE apps_updatesemailevent
  ADD CONSTRAINT updatesemailevent_status CHECK (status IN ('NO_FILES', 'PENDING', 'SENT', 'ERROR'));
ALTER TABLE apps_jobrun
  ADD CONSTRAINT jobrun_result CHECK (result IN ('DONE', 'FAILED', 'REJECTED'));
ALTER TABLE apps_excludedphonetype
  ADD CONSTRAINT excludedphonetype_lower CHECK (type = lower(type));

-- Look-ups of the call center.
CREATE INDEX client_upper_full_name ON apps_client (upper(full_name));
CREATE INDEX client_upper_odu_id ON apps_client (upper(odu_id));

CREATE INDEX email_upper_address_primary ON apps_email (upper(address), is_primary);


-- Planning reads the undecided reminders of one practice by due date.
CREATE INDEX reminder_undecided ON apps_reminder (practice_id, date_due) WHERE sms_status IS NULL;

-- One waiting text for each client of a practice, a second plan joins it.
CREATE UNIQUE INDEX smshistory_one_waiting ON apps_smshistory (practice_id, client_id) WHERE status = 'PENDING';

-- At most one text that went out, or may have, for each number and day at the recipient.
CREATE UNIQUE INDEX smsattempt_one_per_number_and_day ON apps_smsattempt (number_to, local_day)
  WHERE result IS NULL OR result IN ('ACCEPTED', 'UNKNOWN');
CREATE INDEX smsattempt_running ON apps_smsattempt (worker_id) WHERE finished_at IS NULL;

CREATE UNIQUE INDEX optout_one_active ON apps_optout (number, coalesce(practice_id, '')) WHERE ended_at IS NULL;
CREATE INDEX sendingpause_active ON apps_sendingpause (started_at) WHERE ended_at IS NULL;

-- Attempts are a ledger: a row is written once, finished once and never removed.
CREATE FUNCTION smsattempt_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'apps_smsattempt is append-only: a row is never deleted';
  END IF;
  IF OLD.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'apps_smsattempt is append-only: attempt % is finished', OLD.uuid;
  END IF;
  IF (NEW.uuid, NEW.sms_history_id, NEW.worker_id, NEW.number_to, NEW.local_day, NEW.started_at)
    IS DISTINCT FROM (OLD.uuid, OLD.sms_history_id, OLD.worker_id, OLD.number_to, OLD.local_day, OLD.started_at) THEN
    RAISE EXCEPTION 'apps_smsattempt is append-only: only the result of an attempt is added';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER smsattempt_append_only BEFORE UPDATE OR DELETE ON apps_smsattempt
  FOR EACH ROW EXECUTE FUNCTION smsattempt_append_only();

-- The one row whose lock orders the claims of all workers.
ALTER TABLE apps_sendingstate ADD CONSTRAINT sendingstate_single CHECK (id = 1);
INSERT INTO apps_sendingstate (id) VALUES (1);
