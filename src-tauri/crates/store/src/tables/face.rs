//! Faces and the gallery.
//!
//! Owns the table `face` and the two pictures of each row. Must not compare embeddings. Invariant: a face has exactly one
//! owner, and both pictures lie on the disk before its row is committed.

use crate::{
    Face, FaceOrigin, GalleryRow, NewFace, Result, Store, StoreError, Write,
    pictures::Album,
    words::{Word, embedding_bytes, embedding_of, sides, subject_of},
};
use porchlight_domain::{FaceId, ModelId, PersonId, PersonKind, Quality, SightingId, Similarity, Subject, Timestamp};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use std::{collections::HashMap, sync::Arc};

const COLUMNS: &str = "id, person_id, visitor_id, sighting_id, origin, is_template, model, trust, is_grey, side_px,
    sharpness, frontality, exposure, created_at";

/// Faces.
impl Store {
    /// Keeps a face with its two pictures.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if its owner or sighting is gone.
    pub fn add_face(&self, face: &NewFace) -> Result<FaceId> {
        self.write(|w| w.add_face(face))
    }

    /// Drops faces with their pictures; ids that do not exist are passed over.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn remove_faces(&self, faces: &[FaceId]) -> Result<()> {
        self.write(|w| w.remove_faces(faces))
    }

    /// All faces of somebody, the most trusted first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn faces(&self, subject: Subject) -> Result<Vec<Face>> {
        let (person, visitor) = sides(subject);
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM face WHERE person_id = ?1 OR visitor_id = ?2 ORDER BY trust DESC, id DESC"
            ))?;
            let rows = statement.query_map(params![person, visitor], face_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One face.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn face(&self, id: FaceId) -> Result<Face> {
        self.read(|c| {
            c.prepare_cached(&format!("SELECT {COLUMNS} FROM face WHERE id = ?1"))?
                .query_row([id.0], face_row)
                .optional()?
                .ok_or(StoreError::NotFound { what: "face" })
        })
    }

    /// The face enrolled from a file with this sha256, if there is one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn face_enrolled_from(&self, source_sha256: &[u8; 32]) -> Result<Option<Face>> {
        self.read(|c| {
            Ok(c.prepare_cached(&format!("SELECT {COLUMNS} FROM face WHERE source_sha256 = ?1 LIMIT 1"))?
                .query_row([&source_sha256[..]], face_row)
                .optional()?)
        })
    }

    /// All faces enrolled from a file with this sha256: somebody else may have been meant on the same picture.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn faces_enrolled_from(&self, source_sha256: &[u8; 32]) -> Result<Vec<Face>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!("SELECT {COLUMNS} FROM face WHERE source_sha256 = ?1"))?;
            let rows = statement.query_map([&source_sha256[..]], face_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The larger picture of a face; `None` if the face is gone.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn face_picture(&self, id: FaceId) -> Result<Option<Vec<u8>>> {
        self.picture(Album::Faces, id.0)
    }

    /// The aligned crop of a face; `None` if the face is gone.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn face_crop(&self, id: FaceId) -> Result<Option<Vec<u8>>> {
        self.picture(Album::Crops, id.0)
    }

    /// Every template of every person and visitor, by subject.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn gallery(&self) -> Result<Vec<GalleryRow>> {
        self.read(|c| gallery_rows(c, "1", []))
    }

    /// Every template of one person or visitor.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn gallery_of(&self, subject: Subject) -> Result<Vec<GalleryRow>> {
        let (person, visitor) = sides(subject);
        self.read(|c| gallery_rows(c, "(face.person_id = ?1 OR face.visitor_id = ?2)", params![person, visitor]))
    }
}

impl Write<'_> {
    /// Keeps a face with its two pictures. An owner who was just named, merged or un-named is followed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if its owner or sighting is gone.
    pub fn add_face(&mut self, face: &NewFace) -> Result<FaceId> {
        let (person, visitor) = sides(self.follow(face.subject)?);
        if let Some(sighting) = face.sighting {
            self.must_have_sighting(sighting)?;
        }
        self.connection
            .prepare_cached(
                "INSERT INTO face (person_id, visitor_id, sighting_id, origin, is_template, model, embedding, trust,
                   is_grey, side_px, sharpness, frontality, exposure, source_sha256, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                person,
                visitor,
                face.sighting.map(|id| id.0),
                Word(face.origin),
                face.is_template,
                face.embedding.model().as_str(),
                embedding_bytes(&face.embedding),
                face.quality.trust,
                face.quality.is_grey,
                face.quality.face_side_px,
                face.quality.sharpness,
                face.quality.frontality,
                face.quality.exposure,
                face.source_sha256,
                face.at.0,
            ])?;
        let id = self.connection.last_insert_rowid();
        self.put(Album::Crops, id, &face.crop.0)?;
        self.put(Album::Faces, id, &face.picture.0)?;
        Ok(FaceId(id))
    }

    /// Drops faces with their pictures; ids that do not exist are passed over.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn remove_faces(&mut self, faces: &[FaceId]) -> Result<()> {
        for face in faces {
            doom_faces(self, "id = ?1", params![face.0])?;
        }
        Ok(())
    }
}

/// Deletes the faces for which `condition` holds; their pictures go with the commit. Returns how many.
pub(crate) fn doom_faces(w: &mut Write<'_>, condition: &str, values: impl Params) -> Result<u64> {
    let mut statement = w.connection.prepare_cached(&format!("DELETE FROM face WHERE {condition} RETURNING id"))?;
    let ids = statement.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in &ids {
        w.doom(Album::Faces, *id);
        w.doom(Album::Crops, *id);
    }
    Ok(ids.len() as u64)
}

fn gallery_rows(connection: &Connection, condition: &str, values: impl Params) -> Result<Vec<GalleryRow>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT face.id, face.person_id, face.visitor_id, person.name, person.kind, face.model, face.embedding, face.trust,
                face.is_grey, person.threshold
         FROM face LEFT JOIN person ON person.id = face.person_id
         WHERE is_template AND {condition}
         ORDER BY face.person_id, face.visitor_id, face.id"
    ))?;
    let mut rows = statement.query(values)?;
    let mut gallery = Vec::new();
    // One allocation a model and a person, however many faces.
    let mut models: HashMap<String, ModelId> = HashMap::new();
    let mut named: Option<(PersonId, Arc<str>)> = None;
    while let Some(row) = rows.next()? {
        let face = FaceId(row.get(0)?);
        let Some(subject) = subject_of(row.get(1)?, row.get(2)?) else { continue };
        let name = match subject {
            Subject::Visitor(_) => None,
            Subject::Person(person) => {
                if named.as_ref().is_none_or(|(last, _)| *last != person) {
                    named = Some((person, row.get(3)?));
                }
                named.as_ref().map(|(_, name)| Arc::clone(name))
            }
        };
        let model = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        let model = match models.get(model) {
            Some(model) => model,
            None => models.entry(model.to_owned()).or_insert(ModelId::new(model)),
        };
        let Some(embedding) = embedding_of(model, row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?) else {
            continue;
        };
        gallery.push(GalleryRow {
            face,
            subject,
            name,
            kind: row.get::<_, Option<Word<PersonKind>>>(4)?.map(|kind| kind.0),
            embedding,
            trust: row.get(7)?,
            is_grey: row.get(8)?,
            threshold: row.get::<_, Option<f32>>(9)?.map(Similarity),
        });
    }
    Ok(gallery)
}

fn face_row(row: &Row<'_>) -> rusqlite::Result<Face> {
    let subject = subject_of(row.get(1)?, row.get(2)?).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Face {
        id: FaceId(row.get(0)?),
        subject,
        sighting: row.get::<_, Option<i64>>(3)?.map(SightingId),
        origin: row.get::<_, Word<FaceOrigin>>(4)?.0,
        is_template: row.get(5)?,
        model: ModelId::new(row.get_ref(6)?.as_str()?),
        quality: Quality {
            trust: row.get(7)?,
            is_grey: row.get(8)?,
            face_side_px: row.get(9)?,
            sharpness: row.get(10)?,
            frontality: row.get(11)?,
            exposure: row.get(12)?,
        },
        at: Timestamp(row.get(13)?),
    })
}
