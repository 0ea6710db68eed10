-- A sighting says when it got its verdict, and what that took.
-- The reasons are in schema.sql. Never change this file once it was released: add a new one.

ALTER TABLE sighting ADD COLUMN decision TEXT;
