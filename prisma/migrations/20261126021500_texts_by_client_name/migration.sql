-- The worklist by client walks the clients by name, those without one first, instead of sorting the texts of all.
CREATE INDEX client_by_name ON apps_client ((coalesce(full_name, '')), odu_id);
