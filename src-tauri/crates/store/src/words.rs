//! The words and numbers that columns hold for the types of the domain.
//!
//! Owns the spelling of every enumeration in the database and the bytes of an embedding. Must not query. Invariant: a
//! word that was once written is never renamed without a migration.

use crate::{ActKind, Actor, FaceOrigin, Result, SeenFrom, StoreError, tables::SnoozedOf};
use porchlight_domain::{AreaKind, Embedding, ModelId, PersonId, PersonKind, RuleKind, Subject, Verdict, VisitorId};
use rusqlite::{
    Connection, Row,
    types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef},
};

/// Carries a type of the domain into and out of a column.
pub(crate) struct Word<T>(pub T);

macro_rules! words {
    ($($type:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl Word<$type> {
            pub(crate) fn as_str(&self) -> &'static str {
                match self.0 { $($type::$variant => $word),* }
            }

            pub(crate) fn read(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self($type::$variant)),)*
                    _ => None,
                }
            }
        }

        impl ToSql for Word<$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.as_str()))
            }
        }

        impl FromSql for Word<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::read(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}

words! {
    PersonKind { Known = "known", Blacklisted = "blacklisted", Ignored = "ignored" }
    FaceOrigin { Enrolled = "enrolled", Seen = "seen" }
    RuleKind { Blacklist = "blacklist", Strangers = "strangers", Person = "person", NobodyHome = "nobody_home" }
    AreaKind { Zone = "zone", Mask = "mask", PrivacyMask = "privacy_mask" }
    SnoozedOf { Everything = "everything", Strangers = "strangers", Person = "person" }
    SeenFrom { Window = "window", Notification = "notification" }
    Actor { Owner = "owner", Program = "program" }
    ActKind {
        Name = "name", SetKind = "set_kind", SetThreshold = "set_threshold", Rename = "rename",
        MergePersons = "merge_persons", MergeVisitors = "merge_visitors", SplitVisitor = "split_visitor",
        MoveFace = "move_face", MoveSighting = "move_sighting", Confirm = "confirm", Reject = "reject",
        SetNote = "set_note", AddRule = "add_rule", ChangeRule = "change_rule", RemoveRule = "remove_rule",
        SetHush = "set_hush", RemoveFace = "remove_face", AddPictures = "add_pictures", AddPerson = "add_person",
        Acknowledge = "acknowledge", ChangeCamera = "change_camera", RemoveCamera = "remove_camera",
    }
}

impl ToSql for Word<Verdict> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_str()))
    }
}

impl FromSql for Word<Verdict> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        let found = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word);
        found.map(Self).ok_or(FromSqlError::InvalidType)
    }
}

/// A subject as the two columns `person_id` and `visitor_id`.
pub(crate) fn sides(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Person(person) => (Some(person.0), None),
        Subject::Visitor(visitor) => (None, Some(visitor.0)),
    }
}

/// The subject of the two columns.
pub(crate) fn subject_of(person: Option<i64>, visitor: Option<i64>) -> Option<Subject> {
    person.map(|id| Subject::Person(PersonId(id))).or(visitor.map(|id| Subject::Visitor(VisitorId(id))))
}

/// A column that counts something.
pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get(column).map(i64::unsigned_abs)
}

/// How many rows a table has.
pub(crate) fn rows_of(connection: &Connection, table: &str) -> rusqlite::Result<u64> {
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| count(row, 0))
}

/// A name as shown: trimmed, single spaces.
pub(crate) fn tidy_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { Err(StoreError::EmptyName) } else { Ok(name) }
}

/// A tidy name as compared: without regard to case, in every script.
pub(crate) fn name_key(tidy: &str) -> String {
    tidy.to_lowercase()
}

/// Little-endian 32-bit floats.
pub(crate) fn embedding_bytes(embedding: &Embedding) -> Vec<u8> {
    embedding.values().iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// The embedding of such bytes. `None` if they are none: such a row is passed over, never compared.
pub(crate) fn embedding_of(model: &ModelId, bytes: &[u8]) -> Option<Embedding> {
    let values = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    Embedding::new(model.clone(), values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_without_regard_to_case_and_spaces() {
        for (one, other) in [("Anna", " anna "), ("Émile Zola", "ÉMILE   zola"), ("Ольга", "ольга")] {
            let key = |name| name_key(&tidy_name(name).expect("not empty"));
            assert_eq!(key(one), key(other), "the owner means the same person");
        }
        assert!(matches!(tidy_name(" \t "), Err(StoreError::EmptyName)), "spaces are no name");
    }

    #[test]
    fn an_embedding_survives_the_column() {
        let model = ModelId::new("m");
        let embedding = Embedding::new(model.clone(), vec![0.6, -0.8]).expect("not zero");
        let back = embedding_of(&model, &embedding_bytes(&embedding)).expect("same numbers");
        let similarity = back.similarity(&embedding).expect("same model");
        assert!((similarity.0 - 1.0).abs() < 1e-6, "nothing is lost");
        assert!(embedding_of(&model, &[0; 8]).is_none(), "no direction, no embedding");
    }
}
