-- What a fresh database looks like, for readers. Not run by the program; a test compares it with the outcome of all
-- migrations. Moments are milliseconds since 1970-01-01T00:00:00Z. The words are those of the program and the screen.

-- Which migrations were applied, and what they said then: a past migration that changed is an error.
CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT;

-- A camera as the owner set it up. `place` is the device, address or path, after `source_kind`; an address may hold a
-- password and is never logged. `areas` are zones and masks as JSON, corners as shares of the turned picture; what cannot be
-- read hides everything. `hours` are from and until of each weekday, Monday first, kept also while `has_hours` is 0.
-- What is NULL is as for all cameras.
CREATE TABLE camera (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  source_kind TEXT NOT NULL CHECK (source_kind IN ('webcam', 'stream', 'file', 'folder', 'demo')),
  place TEXT NOT NULL,
  is_looped INTEGER NOT NULL DEFAULT 0 CHECK (is_looped IN (0, 1)),
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  rotation INTEGER NOT NULL DEFAULT 0 CHECK (rotation IN (0, 90, 180, 270)),
  areas TEXT NOT NULL DEFAULT '[]',
  has_hours INTEGER NOT NULL DEFAULT 0 CHECK (has_hours IN (0, 1)),
  hours TEXT,
  smallest_face_px INTEGER CHECK (smallest_face_px > 0),
  detection_side_px INTEGER CHECK (detection_side_px > 0)
) STRICT;

-- Somebody the owner named. `name_key` is the name in lower case with single spaces, folded by the program because
-- SQLite's NOCASE knows ASCII only. Persons, visitors, sightings and faces are never given an old id again: the journal
-- and file names refer to them. `threshold` is the owner's own for this person, in place of the one of its kind.
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('known', 'blacklisted', 'ignored')),
  note TEXT NOT NULL DEFAULT '',
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  created_at INTEGER NOT NULL,
  threshold REAL CHECK (threshold BETWEEN 0 AND 1)
) STRICT;

-- Somebody unnamed. The id is the number the owner sees. When and where a visitor was seen is read from the sightings,
-- so that moving, merging and undoing can never leave it wrong.
CREATE TABLE visitor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL
) STRICT;

-- One visit at one camera. The camera's name and whether it is demo are kept, because the camera may be removed. A verdict
-- is read together with who the subject is now: it follows naming and undoing. `candidates` and `evidence`, the faces that
-- counted, hold ids and numbers only, never names, so that erasing a person leaves none behind. `decision` says when it got
-- its verdict, and what the frame that led to it took. References to persons and
-- visitors are deferred and have no action: undoing puts rows back in any order, and a cascade would tear away what the
-- journal is about to restore.
CREATE TABLE sighting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera_id INTEGER REFERENCES camera (id) ON DELETE SET NULL,
  camera_name TEXT NOT NULL,
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ended_at INTEGER,
  verdict TEXT NOT NULL CHECK (verdict IN ('known', 'blacklisted', 'visitor', 'ignored', 'unclear')),
  person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  visitor_id INTEGER REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  similarity REAL,
  threshold REAL,
  candidates TEXT NOT NULL DEFAULT '[]',
  best_face_id INTEGER REFERENCES face (id) ON DELETE SET NULL,
  why TEXT NOT NULL DEFAULT '',
  model TEXT,
  evidence TEXT NOT NULL DEFAULT '[]',
  decision TEXT,
  CHECK (person_id IS NULL OR visitor_id IS NULL)
) STRICT;

CREATE INDEX sighting_by_start ON sighting (started_at, id);
CREATE INDEX sighting_by_last_seen ON sighting (last_seen_at);
CREATE INDEX sighting_by_camera ON sighting (camera_id, started_at);
CREATE INDEX sighting_by_person ON sighting (person_id, last_seen_at) WHERE person_id IS NOT NULL;
CREATE INDEX sighting_by_visitor ON sighting (visitor_id, last_seen_at) WHERE visitor_id IS NOT NULL;
CREATE INDEX sighting_by_best_face ON sighting (best_face_id) WHERE best_face_id IS NOT NULL;
-- A page of the timeline is read in its order, whatever narrows it.
CREATE INDEX sighting_begun_by_person ON sighting (person_id, started_at) WHERE person_id IS NOT NULL;
CREATE INDEX sighting_begun_by_visitor ON sighting (visitor_id, started_at) WHERE visitor_id IS NOT NULL;
CREATE INDEX sighting_begun_by_nobody ON sighting (verdict, started_at) WHERE person_id IS NULL AND visitor_id IS NULL;
CREATE INDEX sighting_begun_by_anybody_unnamed ON sighting (started_at) WHERE visitor_id IS NOT NULL;
CREATE INDEX sighting_open ON sighting (id) WHERE ended_at IS NULL;

-- One kept face of exactly one person or visitor. `embedding` is little-endian 32-bit floats. What `is_template` is
-- compared with; the others are there to be looked at and go with their sighting. Its two pictures are files named by id.
CREATE TABLE face (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  visitor_id INTEGER REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  sighting_id INTEGER REFERENCES sighting (id) ON DELETE SET NULL,
  origin TEXT NOT NULL CHECK (origin IN ('enrolled', 'seen')),
  is_template INTEGER NOT NULL CHECK (is_template IN (0, 1)),
  model TEXT NOT NULL,
  embedding BLOB NOT NULL CHECK (length(embedding) > 0 AND length(embedding) % 4 = 0),
  trust REAL NOT NULL,
  is_grey INTEGER NOT NULL CHECK (is_grey IN (0, 1)),
  side_px REAL NOT NULL,
  sharpness REAL NOT NULL,
  frontality REAL NOT NULL,
  exposure REAL NOT NULL,
  source_sha256 BLOB CHECK (source_sha256 IS NULL OR length(source_sha256) = 32),
  created_at INTEGER NOT NULL,
  CHECK ((person_id IS NULL) <> (visitor_id IS NULL))
) STRICT;

CREATE INDEX face_by_person ON face (person_id, trust) WHERE person_id IS NOT NULL;
CREATE INDEX face_by_visitor ON face (visitor_id, trust) WHERE visitor_id IS NOT NULL;
CREATE INDEX face_by_sighting ON face (sighting_id, trust) WHERE sighting_id IS NOT NULL;
CREATE INDEX face_by_source ON face (source_sha256) WHERE source_sha256 IS NOT NULL;

-- At most one alert a sighting: about whom the owner was told, as it was known then. Who it is now is read from the
-- sighting. `name` is the one at the time, empty for somebody without one. Its picture is a file named by id.
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

CREATE INDEX alert_by_time ON alert (at, id);
CREATE INDEX alert_by_person ON alert (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX alert_open ON alert (at) WHERE acknowledged_at IS NULL;

-- Which rules told. A rule that was removed is still told apart by its id, and by what it was about.
CREATE TABLE alert_reason (
  alert_id INTEGER NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  rule_id INTEGER NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('blacklist', 'strangers', 'person', 'nobody_home')),
  PRIMARY KEY (alert_id, rule_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_reason_by_rule ON alert_reason (rule_id, alert_id);

-- When to tell the owner. A fresh database has one rule: the blacklist, always. A rule at a camera that was removed has
-- neither `is_anywhere` nor a camera: it tells nothing. `person_id` is no reference: naming can be undone and done again,
-- and the rule waits for that; it goes with whoever is merged, and is deleted with whoever is erased.
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

-- Silence for a while. One row for whatever is snoozed; those that are over go when the next comes.
CREATE TABLE snooze (
  id INTEGER PRIMARY KEY,
  of TEXT NOT NULL CHECK (of IN ('everything', 'strangers', 'person')),
  person_id INTEGER,
  until_at INTEGER NOT NULL,
  CHECK ((of = 'person') = (person_id IS NOT NULL))
) STRICT;

-- "Not this person": a pair that is never proposed again.
CREATE TABLE rejection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  visitor_id INTEGER REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  face_id INTEGER REFERENCES face (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (visitor_id, person_id),
  UNIQUE (face_id, person_id),
  CHECK ((visitor_id IS NULL) <> (face_id IS NULL))
) STRICT;

CREATE INDEX rejection_by_person ON rejection (person_id);

-- "These two are not the same": visitors that the program never takes for one. The lower id comes first, so that a pair is
-- there once.
CREATE TABLE parted (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  first_visitor_id INTEGER NOT NULL REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  second_visitor_id INTEGER NOT NULL REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (first_visitor_id, second_visitor_id),
  CHECK (first_visitor_id < second_visitor_id)
) STRICT;

CREATE INDEX parted_by_second ON parted (second_visitor_id);

-- The tracks that were followed when the program ended, for the next start. A row goes with whatever it is about: whoever
-- is still there is only looked at again.
CREATE TABLE warm_track (
  id INTEGER PRIMARY KEY,
  camera_id INTEGER NOT NULL REFERENCES camera (id) ON DELETE CASCADE,
  track INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  w REAL NOT NULL,
  h REAL NOT NULL,
  last_seen_at INTEGER NOT NULL,
  sighting_id INTEGER REFERENCES sighting (id) ON DELETE CASCADE,
  verdict TEXT NOT NULL CHECK (verdict IN ('known', 'blacklisted', 'visitor', 'ignored', 'unclear')),
  person_id INTEGER REFERENCES person (id) ON DELETE CASCADE,
  visitor_id INTEGER REFERENCES visitor (id) ON DELETE CASCADE,
  similarity REAL,
  decided_at INTEGER NOT NULL,
  CHECK (person_id IS NULL OR visitor_id IS NULL)
) STRICT;

-- One row a setting, as JSON. Unknown keys are left alone, so that an older program may open the database of a newer one
-- of the same schema.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

-- The journal: one act of the owner, or one that the program found out by itself, with its changeset (SQLite's session
-- extension). `removes_from` and `creates_to` say
-- which side came or went, so that what arrived since can follow, and an erasure finds every entry about somebody. What
-- was done to many at once has one entry for each of them, with the first one's id in `bulk`: they are shown, undone and
-- done again as one, and an erasure takes those that are about somebody and leaves the others. An act about a rule says in
-- `about` whom the rule is about; only where that is a person does it have somebody on its two sides. What is done
-- to alerts or to a camera has nobody there. `items` are the pictures or alerts that it was about. `camera_name` is the
-- camera's at the time; its changeset holds the whole address. `is_demo` goes with the demo. The pictures of a face that a
-- changeset could bring back lie on the disk until its entry goes.
CREATE TABLE act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('owner', 'program')),
  kind TEXT NOT NULL CHECK (kind IN (
    'name', 'set_kind', 'set_threshold', 'rename', 'merge_persons', 'merge_visitors', 'split_visitor', 'move_face',
    'move_sighting', 'confirm', 'reject', 'set_note', 'add_rule', 'change_rule', 'remove_rule', 'set_hush',
    'remove_face', 'add_pictures', 'add_person', 'acknowledge', 'change_camera', 'remove_camera'
  )),
  from_person_id INTEGER,
  from_visitor_id INTEGER,
  from_name TEXT,
  to_person_id INTEGER,
  to_visitor_id INTEGER,
  to_name TEXT,
  person_kind TEXT,
  removes_from INTEGER NOT NULL CHECK (removes_from IN (0, 1)),
  creates_to INTEGER NOT NULL CHECK (creates_to IN (0, 1)),
  changeset BLOB NOT NULL,
  undone_at INTEGER,
  bulk INTEGER,
  about TEXT CHECK (about IN ('blacklist', 'strangers', 'person', 'nobody_home')),
  items INTEGER NOT NULL DEFAULT 1 CHECK (items > 0),
  camera_name TEXT,
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  CHECK ((kind IN ('add_rule', 'change_rule', 'remove_rule')) = (about IS NOT NULL)),
  CHECK ((kind IN ('change_camera', 'remove_camera')) = (camera_name IS NOT NULL)),
  CHECK (kind IN ('add_rule', 'change_rule', 'remove_rule', 'set_hush', 'acknowledge', 'change_camera', 'remove_camera')
    OR (from_person_id IS NULL) <> (from_visitor_id IS NULL)),
  CHECK (kind IN ('add_rule', 'change_rule', 'remove_rule', 'set_hush', 'acknowledge', 'change_camera', 'remove_camera')
    OR (to_person_id IS NULL) <> (to_visitor_id IS NULL))
) STRICT;

CREATE INDEX act_from_person ON act (from_person_id) WHERE from_person_id IS NOT NULL;
CREATE INDEX act_from_visitor ON act (from_visitor_id) WHERE from_visitor_id IS NOT NULL;
CREATE INDEX act_to_person ON act (to_person_id) WHERE to_person_id IS NOT NULL;
CREATE INDEX act_to_visitor ON act (to_visitor_id) WHERE to_visitor_id IS NOT NULL;
CREATE INDEX act_by_time ON act (at);
CREATE INDEX act_by_bulk ON act (bulk) WHERE bulk IS NOT NULL;
