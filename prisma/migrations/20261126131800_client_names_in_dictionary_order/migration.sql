-- Names stand as in a dictionary, whatever the case and accents of their letters and whatever the database was made with.
DROP INDEX client_by_name;
CREATE INDEX client_by_name ON apps_client ((coalesce(full_name, '') COLLATE "und-x-icu"), odu_id);
