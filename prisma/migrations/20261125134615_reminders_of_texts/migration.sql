-- The worklist finds the pets of a text by this alone: few of the reminders belong to one.
CREATE INDEX reminder_of_text ON apps_reminder (sms_history_id, patient_id) WHERE sms_history_id IS NOT NULL;
