-- Own thresholds, what the program finds out by itself, what a verdict rests on, and a warm start.
-- The reasons are in schema.sql. Never change this file once it was released: add a new one.

ALTER TABLE person ADD COLUMN threshold REAL CHECK (threshold BETWEEN 0 AND 1);

ALTER TABLE sighting ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';

CREATE TABLE parted (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  first_visitor_id INTEGER NOT NULL REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  second_visitor_id INTEGER NOT NULL REFERENCES visitor (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (first_visitor_id, second_visitor_id),
  CHECK (first_visitor_id < second_visitor_id)
) STRICT;

CREATE INDEX parted_by_second ON parted (second_visitor_id);

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

-- A check cannot be changed in place: the journal is copied. Everything in it so far is the owner's.
DROP INDEX act_from_person;
DROP INDEX act_from_visitor;
DROP INDEX act_to_person;
DROP INDEX act_to_visitor;
DROP INDEX act_by_time;
ALTER TABLE act RENAME TO act_before;

CREATE TABLE act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('owner', 'program')),
  kind TEXT NOT NULL CHECK (kind IN (
    'name', 'set_kind', 'set_threshold', 'rename', 'merge_persons', 'merge_visitors', 'split_visitor', 'move_face',
    'move_sighting', 'confirm', 'reject'
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

INSERT INTO act (
  id, at, actor, kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name, person_kind,
  removes_from, creates_to, changeset, undone_at
)
SELECT
  id, at, 'owner', kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name, person_kind,
  removes_from, creates_to, changeset, undone_at
FROM act_before;

-- An id is never given twice, also if the entries with the highest ones are gone.
DELETE FROM sqlite_sequence WHERE name = 'act';
UPDATE sqlite_sequence SET name = 'act' WHERE name = 'act_before';
DROP TABLE act_before;

CREATE INDEX act_from_person ON act (from_person_id) WHERE from_person_id IS NOT NULL;
CREATE INDEX act_from_visitor ON act (from_visitor_id) WHERE from_visitor_id IS NOT NULL;
CREATE INDEX act_to_person ON act (to_person_id) WHERE to_person_id IS NOT NULL;
CREATE INDEX act_to_visitor ON act (to_visitor_id) WHERE to_visitor_id IS NOT NULL;
CREATE INDEX act_by_time ON act (at);
