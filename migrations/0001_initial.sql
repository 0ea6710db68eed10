-- The first shape of the database. Never change this file once it was released: add a new one.
-- What a fresh database looks like after all migrations, with the reasons, is in schema.sql.

CREATE TABLE camera (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  source_kind TEXT NOT NULL CHECK (source_kind IN ('webcam', 'stream', 'file', 'folder', 'demo')),
  place TEXT NOT NULL,
  is_looped INTEGER NOT NULL DEFAULT 0 CHECK (is_looped IN (0, 1)),
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('known', 'blacklisted', 'ignored')),
  note TEXT NOT NULL DEFAULT '',
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE visitor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL
) STRICT;

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
  CHECK (person_id IS NULL OR visitor_id IS NULL)
) STRICT;

CREATE INDEX sighting_by_start ON sighting (started_at, id);
CREATE INDEX sighting_by_last_seen ON sighting (last_seen_at);
CREATE INDEX sighting_by_camera ON sighting (camera_id, started_at);
CREATE INDEX sighting_by_person ON sighting (person_id, last_seen_at) WHERE person_id IS NOT NULL;
CREATE INDEX sighting_by_visitor ON sighting (visitor_id, last_seen_at) WHERE visitor_id IS NOT NULL;
CREATE INDEX sighting_by_best_face ON sighting (best_face_id) WHERE best_face_id IS NOT NULL;
CREATE INDEX sighting_open ON sighting (id) WHERE ended_at IS NULL;

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

CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sighting_id INTEGER NOT NULL UNIQUE REFERENCES sighting (id) ON DELETE CASCADE,
  person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  camera_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  similarity REAL NOT NULL,
  threshold REAL NOT NULL,
  acknowledged_at INTEGER
) STRICT;

CREATE INDEX alert_by_time ON alert (at, id);
CREATE INDEX alert_by_person ON alert (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX alert_open ON alert (at) WHERE acknowledged_at IS NULL;

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

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN (
    'name', 'set_kind', 'rename', 'merge_persons', 'merge_visitors', 'move_face', 'move_sighting', 'reject'
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
  CHECK ((from_person_id IS NULL) <> (from_visitor_id IS NULL)),
  CHECK ((to_person_id IS NULL) <> (to_visitor_id IS NULL))
) STRICT;

CREATE INDEX act_from_person ON act (from_person_id) WHERE from_person_id IS NOT NULL;
CREATE INDEX act_from_visitor ON act (from_visitor_id) WHERE from_visitor_id IS NOT NULL;
CREATE INDEX act_to_person ON act (to_person_id) WHERE to_person_id IS NOT NULL;
CREATE INDEX act_to_visitor ON act (to_visitor_id) WHERE to_visitor_id IS NOT NULL;
CREATE INDEX act_by_time ON act (at);
