-- The list of all texts begins with those that ended last.
CREATE INDEX smshistory_ended ON apps_smshistory ((coalesce(sent_at, updated_at)));
