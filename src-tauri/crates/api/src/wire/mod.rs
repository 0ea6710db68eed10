//! The words on the wire: everything a window or another program sends and gets.
//!
//! Owns the shapes; the only types of Porchlight that are serialised for others. Field names are the same in Rust,
//! JSON and TypeScript. Must not hold a password, an embedding, or a file path of the owner but the folder of weekly backups.
//! Times are milliseconds since 1970 in UTC; boxes are fractions of the frame, `[left, top, width, height]`.

mod album;
mod alert;
mod camera;
mod camera_settings;
mod event;
mod health;
mod journal;
mod keeping;
mod many;
mod marking;
mod pack;
mod person;
mod recognition;
mod rule;
mod sighting;
mod system;
mod visitor;
mod weekly_backup;

pub use album::{
    AlbumById, AlbumPicture, AlbumPiece, AlbumUpload, AlbumView, AlreadyView, LearnPicture, LearntPicture,
    LookAtPicture, OpenAlbum, PictureLook, PictureSource,
};
pub use alert::{AcknowledgeAlert, AlertList, AlertMark, AlertView, SeenFromView, ToldByView, WhoView};
pub use camera::{
    AddCamera, CameraById, CameraPreview, CameraStateView, CameraView, SourceInput, TestCamera, TroubleView,
    UpdateCamera, WebcamView,
};
pub use camera_settings::{
    AreaKindView, AreaView, CameraPicture, CameraPictureOf, CameraSettingsView, FaceSizesView, LoginInput,
    OrderCameras, SizeAdviceView,
};
pub use event::{EventView, FaceOnFrame, FrameHeader};
pub use health::{
    CameraHealthView, GovernorView, HealthView, MachineView, SavingView, StageHealthView, StageName, StepReasonView,
    StepView, TimesView,
};
pub use journal::{ActById, ActView, ActorView, JournalQuery, PartyView};
pub use keeping::{
    AutostartView, BackupAt, BackupView, DensityQuery, DensityView, EraseAll, EraseScopeView, ExportEverybody,
    ExportPerson, ExportSightings, ExportView, KeepingProgress, KeepingWork, MakeBackup, PauseCameras, SetAutostart,
    StorageView, TidiedView, TrayView,
};
pub use many::{MergeVisitors, NameVisitors, OddFaces, SplitVisitors, VisitorRow, VisitorsById};
pub use marking::{KeepMarkedFace, MarkFace, MarkedView, NoMarkView};
pub use pack::{AddPack, PackByName, PackStateView, PackView};
pub use person::{
    AddPerson, AddPictures, Erased, FaceById, FaceRef, LookAlikeView, MergePeople, PersonById, PersonKindView,
    PersonView, PictureInput, PictureOutcome, PictureVerdict, RenamePerson, SeenAtView, SeenOverQuery, SeenOverView,
    SetPersonKind, SetPersonNote, SetPersonThreshold,
};
pub use recognition::{
    CacheView, NameCount, PauseReembedding, RecognitionView, ReembeddingView, ThresholdPreview, ThresholdProposal,
};
pub use rule::{
    AddAlertRule, AlertRuleById, AlertRulesView, ChangeAlertRule, DayHoursView, EndSnooze, HushView, RuleAboutView,
    RuleKindView, RulePlaceView, RuleSaysView, RuleTrialView, RuleView, SilentCounts, SnoozeAlert, SnoozeAlerts,
    SnoozeForView, SnoozeOfView, SnoozeView, TryAlertRule,
};
pub use sighting::{
    CandidateView, CountedFaceView, DecisionView, FaceMatchView, FindFace, MoveFace, MoveSighting, MoveTarget,
    NoNameView, RejectSighting, SightingById, SightingList, SightingQuery, SightingView, VerdictView, WhyView,
};
pub use system::{
    EffortView, JournalView, LanguageView, ModelFileView, ModelsProgress, ModelsView, Nothing, SettingsView,
    SystemView, ThemeView,
};
pub use visitor::{
    LikeVisitorView, MergeVisitor, NameVisitor, RejectVisitor, SplitVisitor, SubjectView, VisitorById, VisitorList,
    VisitorView,
};
pub use weekly_backup::{BackupTroubleView, MadeBackupView, SetWeeklyBackup, WeeklyBackupView};
