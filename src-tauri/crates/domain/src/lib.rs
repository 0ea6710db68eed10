//! The vocabulary and the decisions of Porchlight.
//!
//! Pure: no input or output, no clock, no thread. Everything that decides who somebody is, whether one visit is one
//! sighting and when to raise an alert lives here as functions over plain values, so that it can be tested by tables.

mod address;
mod alert_rules;
mod attention;
mod camera;
mod camera_settings;
mod clock_hours;
mod coverage;
mod embedding;
mod evidence;
mod face;
mod face_size;
mod fitting;
mod gallery;
mod gallery_index;
mod gallery_subject;
mod governor;
mod grouping;
mod identity;
mod ids;
mod local_time;
mod marking;
mod motion;
mod movement;
mod odd;
mod person;
mod picture;
mod ports;
mod probe;
mod settings;
mod sighting;
mod time;
mod tracking;
mod video;
mod weekly_backup;

pub use address::{KEPT, Login};
pub use alert_rules::{
    AlertRule, Decision, Hush, MOST_APART_MINUTES, MOST_NOBODY_HOME_HOURS, NOBODY_HOME_HOURS, Presence, RuleAbout,
    RuleKind, RulePlace, RuleSays, Silence, Snooze, SnoozeOf, decide, try_on,
};
pub use attention::{Attention, Budget, CLOSE_EVERY_MS, Expected, Look, WHOLE_EVERY_MS};
pub use camera::{CameraSource, CameraState, SourceTrouble};
pub use camera_settings::{
    Area, AreaKind, CameraSettings, DETECTION_SIDE_PX, MOST_AREAS, MOST_CORNERS, Rotation, SMALLEST_FACE_PX, WatchHours,
};
pub use clock_hours::{ClockHours, ClockShift};
pub use coverage::{Coverage, Outlook};
pub use embedding::{Embedding, ModelId, SPREAD_MARK, Similarity};
pub use evidence::{CountedFace, Evidence, EvidenceFace, LEAST_TRUST};
pub use face::{BoxInFrame, DetectedFace, Landmarks, Quality};
pub use face_size::{FaceSizes, SizeAdvice, VisitFace, face_sizes};
pub use fitting::{JudgedSighting, Outcome, StrangerLikeness, fitted_raises, outcome};
pub use gallery::{Gallery, WARM_PEOPLE};
pub use gallery_index::{FindNearest, GalleryIndex, Indexable};
pub use gallery_subject::{GalleryFace, GallerySubject};
pub use governor::{Allowance, END_TO_END_BUDGET, Governor, LADDER, Reading, Reason, Saving, Step};
pub use grouping::{GroupId, Grouping, ItemId, Revision};
pub use identity::{DOUBT, Identity, NoName, identify, is_still};
pub use ids::{ActId, AlertId, CameraId, FaceId, PersonId, RuleId, SightingId, TrackId, VisitorId};
pub use local_time::{DAY_MINUTES, DayHours, LocalTime, WeekHours, Weekday};
pub use marking::{NoMark, face_meant, is_worth_looking, judged_mark, landmarks_in};
pub use odd::odd_ones_out;
pub use person::{Candidate, Person, PersonKind, Subject, Verdict};
pub use picture::{AlignedCrop, CROP_SIDE, Frame, Picture};
pub use ports::{
    Clock, DetectionScale, FaceVision, FrameSource, Next, OpenSource, OpenVision, Pace, PartInFrame, Search,
    SourceError, VisionError,
};
pub use probe::{Probe, Weakness};
pub use settings::{DEFAULT_FAMILY, Effort, Language, Settings, Theme, Thresholds, Usual};
pub use sighting::{OpenSighting, SightingBook, SightingChange, SightingKey, may_rejoin};
pub use time::Timestamp;
pub use tracking::{FAINT_SCORE, SURE_SCORE, Track, TrackedFrame, Tracker};
pub use video::{FramePicture, VideoPicture, View};
pub use weekly_backup::{BackupTrouble, KEPT_BACKUPS, MadeBackup, WeeklyBackup, WeeklyBackups};
