-- Lists of practices show the time zones of their servers.
CREATE TRIGGER live_servers_updated AFTER UPDATE ON apps_server
  FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION live_table('practices');
