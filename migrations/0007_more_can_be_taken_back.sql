-- What is done to cameras, alerts and pictures can be taken back like everything else.
-- The reasons are in schema.sql. Never change this file once it was released: add a new one.

-- A check cannot be changed in place: the journal is copied.
DROP INDEX act_from_person;
DROP INDEX act_from_visitor;
DROP INDEX act_to_person;
DROP INDEX act_to_visitor;
DROP INDEX act_by_time;
DROP INDEX act_by_bulk;
ALTER TABLE act RENAME TO act_before;

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

INSERT INTO act (
  id, at, actor, kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name, person_kind,
  removes_from, creates_to, changeset, undone_at, bulk, about
)
SELECT
  id, at, actor, kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name, person_kind,
  removes_from, creates_to, changeset, undone_at, bulk, about
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
CREATE INDEX act_by_bulk ON act (bulk) WHERE bulk IS NOT NULL;
