-- What the owner sets for one camera: how it hangs, what of its picture counts, when it watches.
-- The reasons are in schema.sql. Never change this file once it was released: add a new one.

ALTER TABLE camera ADD COLUMN rotation INTEGER NOT NULL DEFAULT 0 CHECK (rotation IN (0, 90, 180, 270));
ALTER TABLE camera ADD COLUMN areas TEXT NOT NULL DEFAULT '[]';
ALTER TABLE camera ADD COLUMN has_hours INTEGER NOT NULL DEFAULT 0 CHECK (has_hours IN (0, 1));
ALTER TABLE camera ADD COLUMN hours TEXT;
ALTER TABLE camera ADD COLUMN smallest_face_px INTEGER CHECK (smallest_face_px > 0);
ALTER TABLE camera ADD COLUMN detection_side_px INTEGER CHECK (detection_side_px > 0);
