-- Live updates: whoever changes something says so on the channel "live", in the transaction that changes it.

-- One notification, ids alone: null for "could be any", an empty list for "none". Long lists are cut to "any", and after the
-- fiftieth of a transaction only the practices are named: PostgreSQL drops what is said twice, so that a change of many rows
-- costs a few notifications, and none is larger than NOTIFY allows (8000 bytes).
CREATE FUNCTION live_notify(topic text, practice_ids text[], client_ids text[], ids text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  told integer := coalesce(nullif(current_setting('vetsuccess.told', true), ''), '0')::integer;
  payload text;
BEGIN
  IF told < 50 THEN
    payload := json_build_object('topic', topic,
      'practiceIds', CASE WHEN cardinality(practice_ids) <= 20 THEN practice_ids END,
      'clientIds', CASE WHEN cardinality(client_ids) <= 20 THEN client_ids END,
      'ids', CASE WHEN cardinality(ids) <= 20 THEN ids END);
    PERFORM set_config('vetsuccess.told', (told + 1)::text, true);
  END IF;
  IF payload IS NULL OR octet_length(payload) > 7900 THEN
    payload := json_build_object('topic', topic,
      'practiceIds', CASE WHEN cardinality(practice_ids) <= 20 THEN practice_ids END, 'clientIds', NULL, 'ids', NULL);
  END IF;
  IF octet_length(payload) > 7900 THEN
    payload := json_build_object('topic', topic, 'practiceIds', NULL, 'clientIds', NULL, 'ids', NULL);
  END IF;
  PERFORM pg_notify('live', payload);
END
$$;

-- Texts: planned, rewritten, moved, sent, failed, followed up.
CREATE FUNCTION live_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_notify('texts', array_remove(ARRAY[practice_id::text], NULL),
    coalesce(array_agg(DISTINCT client_id::text) FILTER (WHERE client_id IS NOT NULL), '{}'), array_agg(uuid::text))
  FROM changed GROUP BY practice_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER live_texts_inserted AFTER INSERT ON apps_smshistory
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_texts();
CREATE TRIGGER live_texts_updated AFTER UPDATE ON apps_smshistory
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_texts();

CREATE FUNCTION live_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_notify('texts', array_remove(ARRAY[h.practice_id::text], NULL),
    coalesce(array_agg(DISTINCT h.client_id::text) FILTER (WHERE h.client_id IS NOT NULL), '{}'), array_agg(h.uuid::text))
  FROM changed e JOIN apps_smshistory h ON h.uuid = e.sms_history_id GROUP BY h.practice_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER live_events_updated AFTER UPDATE ON apps_smsevent
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_events();

-- Clients: whatever raises their version. Those of a server belong to all of its practices.
CREATE FUNCTION live_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_notify('clients',
    ARRAY(SELECT odu_id::text FROM apps_practice p WHERE p.server_id = changed.server_id AND NOT p.is_archived ORDER BY 1),
    changed.client_ids, changed.client_ids)
  FROM (
    SELECT n.server_id, array_agg(n.odu_id::text) AS client_ids FROM new_rows n JOIN old_rows o USING (odu_id)
    WHERE n.version <> o.version GROUP BY n.server_id
  ) changed;
  RETURN NULL;
END
$$;
CREATE TRIGGER live_clients_updated AFTER UPDATE ON apps_client
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION live_clients();

-- Small tables: that something changed is enough.
CREATE FUNCTION live_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_notify(TG_ARGV[0], NULL, NULL, NULL);
  RETURN NULL;
END
$$;
CREATE TRIGGER live_sending AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_sendingpause
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('sending');
CREATE TRIGGER live_outcomes AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_outcome
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('outcomes');
CREATE TRIGGER live_templates AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_smstemplate
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('templates');
CREATE TRIGGER live_questions AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_question
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('questions');
CREATE TRIGGER live_answers AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_answer
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('questions');
CREATE TRIGGER live_settings AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON apps_practicesettings
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('practices');
CREATE TRIGGER live_practices_changed AFTER INSERT OR DELETE OR TRUNCATE ON apps_practice
  FOR EACH STATEMENT EXECUTE FUNCTION live_table('practices');
-- The import writes to a practice all day long; what is shown of it changes rarely.
CREATE TRIGGER live_practices_updated AFTER UPDATE ON apps_practice
  FOR EACH ROW WHEN (
    (OLD.name, OLD.phone_number, OLD.scheduler, OLD.server_id, OLD.is_archived, OLD.extractor_removed_at)
    IS DISTINCT FROM (NEW.name, NEW.phone_number, NEW.scheduler, NEW.server_id, NEW.is_archived, NEW.extractor_removed_at)
  ) EXECUTE FUNCTION live_table('practices');

-- Whose access may have changed: open streams of these users are looked at again. The argument names the user's column.
CREATE FUNCTION live_access() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  users text[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I::text) FROM changed', TG_ARGV[0]) INTO users;
  IF users IS NOT NULL THEN
    PERFORM live_notify('access', NULL, NULL, users);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER live_access_updated AFTER UPDATE ON apps_user
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('uuid');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_user
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('uuid');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_session
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_updated AFTER UPDATE ON apps_tokenfamily
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_tokenfamily
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_updated AFTER UPDATE ON apps_apikey
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_apikey
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_inserted AFTER INSERT ON apps_userpractice
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_userpractice
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_updated AFTER UPDATE ON apps_secondfactor
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
CREATE TRIGGER live_access_deleted AFTER DELETE ON apps_secondfactor
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION live_access('user_id');
