-- Live updates of who is at a client: ids alone, and nothing while a tab merely says that it is still there.

CREATE FUNCTION live_presence_of(client text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM live_notify('presence',
    ARRAY(SELECT p.odu_id::text FROM apps_client c JOIN apps_practice p ON p.server_id = c.server_id
      WHERE c.odu_id = client AND NOT p.is_archived ORDER BY 1),
    ARRAY[client], ARRAY[client]);
END
$$;

CREATE FUNCTION live_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM live_presence_of(OLD.client_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM live_presence_of(NEW.client_id);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER live_presence AFTER INSERT OR DELETE ON apps_clientpresence
  FOR EACH ROW EXECUTE FUNCTION live_presence();
CREATE TRIGGER live_presence_moved AFTER UPDATE ON apps_clientpresence
  FOR EACH ROW WHEN (OLD.client_id IS DISTINCT FROM NEW.client_id) EXECUTE FUNCTION live_presence();
CREATE TRIGGER live_lease AFTER INSERT OR DELETE ON apps_clientlease
  FOR EACH ROW EXECUTE FUNCTION live_presence();
CREATE TRIGGER live_lease_moved AFTER UPDATE ON apps_clientlease
  FOR EACH ROW WHEN ((OLD.user_id, OLD.tab_id) IS DISTINCT FROM (NEW.user_id, NEW.tab_id)) EXECUTE FUNCTION live_presence();
