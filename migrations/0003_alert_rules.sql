-- Rules that say when to tell the owner, snoozes, and alerts about anybody, not the blacklisted alone.
-- The reasons are in schema.sql. Never change this file once it was released: add a new one.

CREATE TABLE alert_rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  about TEXT NOT NULL CHECK (about IN ('blacklist', 'strangers', 'person', 'nobody_home')),
  person_id INTEGER,
  nobody_home_hours INTEGER CHECK (nobody_home_hours BETWEEN 1 AND 72),
  is_anywhere INTEGER NOT NULL CHECK (is_anywhere IN (0, 1)),
  camera_id INTEGER REFERENCES camera (id) ON DELETE SET NULL,
  from_minute INTEGER CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute INTEGER CHECK (until_minute BETWEEN 0 AND 1439),
  apart_minutes INTEGER NOT NULL CHECK (apart_minutes BETWEEN 0 AND 10080),
  is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
  CHECK ((about = 'person') = (person_id IS NOT NULL)),
  CHECK ((about = 'nobody_home') = (nobody_home_hours IS NOT NULL)),
  CHECK (NOT is_anywhere OR camera_id IS NULL),
  CHECK ((from_minute IS NULL) = (until_minute IS NULL))
) STRICT;

CREATE INDEX alert_rule_by_person ON alert_rule (person_id) WHERE person_id IS NOT NULL;

-- What the program did so far, as a rule.
INSERT INTO alert_rule (about, is_anywhere, apart_minutes, is_on) VALUES ('blacklist', 1, 0, 1);

CREATE TABLE snooze (
  id INTEGER PRIMARY KEY,
  of TEXT NOT NULL CHECK (of IN ('everything', 'strangers', 'person')),
  person_id INTEGER,
  until_at INTEGER NOT NULL,
  CHECK ((of = 'person') = (person_id IS NOT NULL))
) STRICT;

-- A column cannot be made to take nothing in place: the alerts are copied. All so far were about the blacklisted.
DROP INDEX alert_by_time;
DROP INDEX alert_by_person;
DROP INDEX alert_open;
ALTER TABLE alert RENAME TO alert_before;

CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sighting_id INTEGER NOT NULL UNIQUE REFERENCES sighting (id) ON DELETE CASCADE,
  person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  camera_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  similarity REAL,
  threshold REAL,
  acknowledged_at INTEGER,
  acknowledged_from TEXT CHECK (acknowledged_from IN ('window', 'notification')),
  verdict TEXT NOT NULL DEFAULT 'blacklisted' CHECK (verdict IN ('known', 'blacklisted', 'visitor', 'ignored', 'unclear'))
) STRICT;

INSERT INTO alert (id, sighting_id, person_id, name, camera_name, at, similarity, threshold, acknowledged_at)
SELECT id, sighting_id, person_id, name, camera_name, at, similarity, threshold, acknowledged_at FROM alert_before;

-- An id is never given twice: the picture of an alert is a file named by it.
DELETE FROM sqlite_sequence WHERE name = 'alert';
UPDATE sqlite_sequence SET name = 'alert' WHERE name = 'alert_before';
DROP TABLE alert_before;

CREATE INDEX alert_by_time ON alert (at, id);
CREATE INDEX alert_by_person ON alert (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX alert_open ON alert (at) WHERE acknowledged_at IS NULL;

CREATE TABLE alert_reason (
  alert_id INTEGER NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  rule_id INTEGER NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('blacklist', 'strangers', 'person', 'nobody_home')),
  PRIMARY KEY (alert_id, rule_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_reason_by_rule ON alert_reason (rule_id, alert_id);
