-- Callers often leave the area code out.
CREATE INDEX phone_without_area ON apps_phone (right(app_number, 7)) WHERE is_primary;
