//! The API done by the engine.
//!
//! Owns what lies between a request and the engine: the checks, the mapping of types and errors, and the installation of
//! the models. Must not decide who anybody is, and must not know Tauri. Invariant: every command runs on the thread that
//! asks and may block it; two of them never wait for each other except where they write.

mod albums;
mod camera_settings;
mod cameras;
mod checks;
mod events;
mod export;
mod frames;
mod health;
mod history;
mod keeping;
mod many;
mod marking;
mod packs;
mod people;
mod recognition;
mod refusal;
mod rules;
mod system;
mod teaching;
mod to_wire;
mod visitors;
mod weekly_backup;

pub use export::export_person;
pub use frames::FrameWriter;
pub use keeping::Autostart;

use crate::{ApiError, Commands, wire::*};
use crossbeam_channel::{Receiver, Sender, bounded};
use porchlight_domain::{AlertId, FaceId, RuleId};
use porchlight_engine::Engine;
use porchlight_vision::models::Sources;
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock, atomic::AtomicBool},
};

/// Own events that wait for the window. They are steps of a progress bar: one that does not fit is followed by a newer.
const OWN_EVENTS: usize = 64;

/// Where the program keeps what it installs.
#[derive(Clone, Debug)]
pub struct HostPlace {
    /// The folder that the models are installed to.
    pub models_dir: PathBuf,
    /// Folders that may hold ONNX Runtime.
    pub runtime_dirs: Vec<PathBuf>,
    /// Where the default models are installed from.
    pub model_sources: Sources,
}

/// Does every command.
pub struct Host {
    engine: Arc<Engine>,
    place: HostPlace,
    is_installing: AtomicBool,
    is_paused: AtomicBool,
    keeping: keeping::Keeping,
    autostart: OnceLock<Box<dyn Autostart>>,
    tray: OnceLock<keeping::TrayQuestion>,
    albums: albums::Albums,
    own_events: (Sender<EventView>, Receiver<EventView>),
}

impl Host {
    /// Over a running engine.
    pub fn new(engine: Arc<Engine>, place: HostPlace) -> Self {
        Self {
            engine,
            place,
            is_installing: AtomicBool::new(false),
            is_paused: AtomicBool::new(false),
            keeping: keeping::Keeping::default(),
            autostart: OnceLock::new(),
            tray: OnceLock::new(),
            albums: albums::Albums::default(),
            own_events: bounded(OWN_EVENTS),
        }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The picture of a kept face, JPEG; `None` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub fn face_picture(&self, id: i64) -> Result<Option<Vec<u8>>, ApiError> {
        Ok(self.engine.store().face_picture(FaceId(id))?)
    }

    /// The picture of the moment of an alert, JPEG; `None` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub fn alert_scene(&self, id: i64) -> Result<Option<Vec<u8>>, ApiError> {
        Ok(self.engine.store().alert_scene(AlertId(id))?)
    }
}

impl Commands for Host {
    fn system(&self, _: Nothing) -> Result<SystemView, ApiError> {
        self.system_view()
    }
    fn install_models(&self, _: Nothing) -> Result<SystemView, ApiError> {
        self.install()
    }
    fn packs(&self, _: Nothing) -> Result<Vec<PackView>, ApiError> {
        Ok(self.pack_views())
    }
    fn use_pack(&self, request: PackByName) -> Result<Vec<PackView>, ApiError> {
        self.choose_pack(&request.name)
    }
    fn add_pack(&self, request: AddPack) -> Result<Vec<PackView>, ApiError> {
        self.try_and_keep_pack(&request.description)
    }
    fn remove_pack(&self, request: PackByName) -> Result<Vec<PackView>, ApiError> {
        packs::removed(&self.place.models_dir, &request.name)?;
        Ok(self.pack_views())
    }
    fn start_demo(&self, _: Nothing) -> Result<SystemView, ApiError> {
        self.engine.start_demo()?;
        self.system_view()
    }
    fn leave_demo(&self, _: Nothing) -> Result<SystemView, ApiError> {
        self.engine.leave_demo()?;
        self.system_view()
    }

    fn cameras(&self, _: Nothing) -> Result<Vec<CameraView>, ApiError> {
        self.camera_views()
    }
    fn webcams(&self, _: Nothing) -> Result<Vec<WebcamView>, ApiError> {
        Ok(cameras::webcams())
    }
    fn add_camera(&self, request: AddCamera) -> Result<CameraView, ApiError> {
        self.add(request)
    }
    fn test_camera(&self, request: TestCamera) -> Result<CameraPreview, ApiError> {
        self.preview(request)
    }
    fn update_camera(&self, request: UpdateCamera) -> Result<CameraView, ApiError> {
        self.update(request)
    }
    fn order_cameras(&self, request: OrderCameras) -> Result<Vec<CameraView>, ApiError> {
        self.order(&request)
    }
    fn camera_picture(&self, request: CameraPictureOf) -> Result<CameraPicture, ApiError> {
        self.picture_of(&request)
    }
    fn face_sizes(&self, request: CameraById) -> Result<FaceSizesView, ApiError> {
        self.sizes_at(&request)
    }
    fn remove_camera(&self, request: CameraById) -> Result<Nothing, ApiError> {
        self.remove(&request)
    }

    fn people(&self, _: Nothing) -> Result<Vec<PersonView>, ApiError> {
        self.person_views()
    }
    fn person(&self, request: PersonById) -> Result<PersonView, ApiError> {
        self.person_view(request.id)
    }
    fn add_person(&self, request: AddPerson) -> Result<Vec<PictureOutcome>, ApiError> {
        self.enrol(request)
    }
    fn add_pictures(&self, request: AddPictures) -> Result<Vec<PictureOutcome>, ApiError> {
        self.learn(request)
    }
    fn rename_person(&self, request: RenamePerson) -> Result<PersonView, ApiError> {
        self.rename(&request)
    }
    fn set_person_kind(&self, request: SetPersonKind) -> Result<PersonView, ApiError> {
        self.set_kind(&request)
    }
    fn remove_person(&self, request: PersonById) -> Result<Erased, ApiError> {
        self.erase_person(&request)
    }
    fn set_person_threshold(&self, request: SetPersonThreshold) -> Result<PersonView, ApiError> {
        self.set_threshold(&request)
    }
    fn set_person_note(&self, request: SetPersonNote) -> Result<PersonView, ApiError> {
        self.set_note(&request)
    }
    fn seen_over(&self, request: SeenOverQuery) -> Result<SeenOverView, ApiError> {
        self.seen_over_days(&request)
    }
    fn merge_people(&self, request: MergePeople) -> Result<PersonView, ApiError> {
        self.merge_two_people(&request)
    }
    fn visitors_like(&self, request: PersonById) -> Result<Vec<LikeVisitorView>, ApiError> {
        self.like_person(&request)
    }
    fn move_face(&self, request: MoveFace) -> Result<Nothing, ApiError> {
        self.move_a_face(&request)
    }
    fn remove_face(&self, request: FaceById) -> Result<Nothing, ApiError> {
        self.engine.remove_face(FaceId(request.id))?;
        Ok(Nothing {})
    }

    fn open_album(&self, request: OpenAlbum) -> Result<AlbumView, ApiError> {
        self.albums.open(&request)
    }
    fn upload_album(&self, request: AlbumPiece) -> Result<AlbumUpload, ApiError> {
        self.albums.upload(&request)
    }
    fn close_album(&self, request: AlbumById) -> Result<Nothing, ApiError> {
        self.albums.close(request.id);
        Ok(Nothing {})
    }
    fn learn_picture(&self, request: LearnPicture) -> Result<LearntPicture, ApiError> {
        self.learn_one(request)
    }
    fn look_at_picture(&self, request: LookAtPicture) -> Result<PictureLook, ApiError> {
        self.look_at(request)
    }

    fn visitor_rows(&self, _: Nothing) -> Result<Vec<VisitorRow>, ApiError> {
        self.rows_of_visitors()
    }
    fn visitors_by_id(&self, request: VisitorsById) -> Result<Vec<VisitorView>, ApiError> {
        self.these_visitors(&request)
    }
    fn name_visitors(&self, request: NameVisitors) -> Result<Nothing, ApiError> {
        self.name_many(&request)
    }
    fn merge_visitors(&self, request: MergeVisitors) -> Result<Nothing, ApiError> {
        self.merge_many(&request)
    }
    fn split_visitors(&self, request: SplitVisitors) -> Result<Nothing, ApiError> {
        self.split_many(&request)
    }
    fn odd_visitors(&self, request: VisitorsById) -> Result<Vec<i64>, ApiError> {
        self.odd_ones(&request)
    }
    fn odd_faces(&self, request: VisitorsById) -> Result<Vec<OddFaces>, ApiError> {
        self.odd_faces_of(&request)
    }
    fn visitors(&self, request: VisitorList) -> Result<Vec<VisitorView>, ApiError> {
        self.visitor_views(&request)
    }
    fn name_visitor(&self, request: NameVisitor) -> Result<PersonView, ApiError> {
        self.name(&request)
    }
    fn merge_visitor(&self, request: MergeVisitor) -> Result<Nothing, ApiError> {
        self.merge(&request)
    }
    fn reject_visitor(&self, request: RejectVisitor) -> Result<Nothing, ApiError> {
        self.reject(&request)
    }
    fn split_visitor(&self, request: SplitVisitor) -> Result<VisitorView, ApiError> {
        self.split(&request)
    }
    fn remove_visitor(&self, request: VisitorById) -> Result<Erased, ApiError> {
        self.erase_visitor(&request)
    }

    fn undo(&self, _: Nothing) -> Result<JournalView, ApiError> {
        self.engine.undo()?;
        self.journal_view()
    }
    fn redo(&self, _: Nothing) -> Result<JournalView, ApiError> {
        self.engine.redo()?;
        self.journal_view()
    }
    fn journal(&self, request: JournalQuery) -> Result<Vec<ActView>, ApiError> {
        self.acts(request)
    }
    fn undo_act(&self, request: ActById) -> Result<JournalView, ApiError> {
        self.take_back(request)
    }
    fn redo_act(&self, request: ActById) -> Result<JournalView, ApiError> {
        self.do_again(request)
    }

    fn sightings(&self, request: SightingQuery) -> Result<SightingList, ApiError> {
        self.sighting_list(&request)
    }
    fn find_face(&self, request: FindFace) -> Result<Vec<FaceMatchView>, ApiError> {
        self.find(request)
    }
    fn why(&self, request: SightingById) -> Result<WhyView, ApiError> {
        self.why_of(&request)
    }
    fn confirm_sighting(&self, request: SightingById) -> Result<Nothing, ApiError> {
        self.confirm(&request)
    }
    fn move_sighting(&self, request: MoveSighting) -> Result<Nothing, ApiError> {
        self.move_a_sighting(&request)
    }
    fn reject_sighting(&self, request: RejectSighting) -> Result<Nothing, ApiError> {
        self.reject_a_sighting(&request)
    }
    fn mark_face(&self, request: MarkFace) -> Result<MarkedView, ApiError> {
        self.look_at_mark(request)
    }
    fn keep_marked_face(&self, request: KeepMarkedFace) -> Result<SightingView, ApiError> {
        self.keep_mark(request)
    }
    fn alerts(&self, request: AlertList) -> Result<Vec<AlertView>, ApiError> {
        self.alert_views(&request)
    }
    fn acknowledge_alert(&self, request: AcknowledgeAlert) -> Result<AlertView, ApiError> {
        self.acknowledge(&request)
    }

    fn acknowledge_all(&self, _: Nothing) -> Result<Nothing, ApiError> {
        self.acknowledge_each()
    }

    fn alert_rules(&self, _: Nothing) -> Result<AlertRulesView, ApiError> {
        self.rules_view()
    }
    fn add_alert_rule(&self, request: AddAlertRule) -> Result<AlertRulesView, ApiError> {
        self.add_rule(&request)
    }
    fn change_alert_rule(&self, request: ChangeAlertRule) -> Result<AlertRulesView, ApiError> {
        self.change_rule(&request)
    }
    fn remove_alert_rule(&self, request: AlertRuleById) -> Result<AlertRulesView, ApiError> {
        self.engine.remove_alert_rule(RuleId(request.id))?;
        self.rules_view()
    }
    fn try_alert_rule(&self, request: TryAlertRule) -> Result<RuleTrialView, ApiError> {
        self.try_rule(&request)
    }
    fn save_hush(&self, request: HushView) -> Result<AlertRulesView, ApiError> {
        self.engine.save_hush(&checks::hush(&request)?)?;
        self.rules_view()
    }
    fn snooze_alerts(&self, request: SnoozeAlerts) -> Result<AlertRulesView, ApiError> {
        self.engine.snooze(to_wire::from_snooze_of(request.what), to_wire::from_snooze_for(request.how_long))?;
        self.rules_view()
    }
    fn snooze_alert(&self, request: SnoozeAlert) -> Result<SnoozeView, ApiError> {
        self.snooze_one(&request)
    }
    fn end_snooze(&self, request: EndSnooze) -> Result<AlertRulesView, ApiError> {
        self.engine.end_snooze(to_wire::from_snooze_of(request.what))?;
        self.rules_view()
    }

    fn storage(&self, _: Nothing) -> Result<StorageView, ApiError> {
        self.storage_view()
    }
    fn tidy_up(&self, _: Nothing) -> Result<TidiedView, ApiError> {
        self.tidy()
    }
    fn make_backup(&self, request: MakeBackup) -> Result<BackupView, ApiError> {
        self.back_up(&request)
    }
    fn look_at_backup(&self, request: BackupAt) -> Result<BackupView, ApiError> {
        self.look_at_one_backup(&request.path)
    }
    fn restore_backup(&self, request: BackupAt) -> Result<SystemView, ApiError> {
        self.restore(&request.path)
    }
    fn undo_restore(&self, _: Nothing) -> Result<SystemView, ApiError> {
        self.take_back_restore()
    }
    fn drop_replaced(&self, _: Nothing) -> Result<StorageView, ApiError> {
        self.engine.store().drop_replaced()?;
        self.storage_view()
    }
    fn stop_keeping(&self, _: Nothing) -> Result<Nothing, ApiError> {
        self.stop_what_is_kept();
        Ok(Nothing {})
    }
    fn export_person(&self, request: ExportPerson) -> Result<ExportView, ApiError> {
        self.export_one_person(&request)
    }
    fn export_everybody(&self, request: ExportEverybody) -> Result<ExportView, ApiError> {
        self.export_all_people(&request)
    }
    fn export_sightings(&self, request: ExportSightings) -> Result<ExportView, ApiError> {
        self.export_selection(&request)
    }
    fn sighting_density(&self, request: DensityQuery) -> Result<DensityView, ApiError> {
        self.density(&request)
    }
    fn erase_all(&self, request: EraseAll) -> Result<Erased, ApiError> {
        self.erase_everybody(&request)
    }
    fn weekly_backup(&self, _: Nothing) -> Result<WeeklyBackupView, ApiError> {
        self.weekly_backup_view()
    }
    fn set_weekly_backup(&self, request: SetWeeklyBackup) -> Result<WeeklyBackupView, ApiError> {
        self.want_weekly_backup(request)
    }
    fn pause_cameras(&self, request: PauseCameras) -> Result<SystemView, ApiError> {
        self.pause_or_go_on(request.is_paused)
    }
    fn autostart(&self, _: Nothing) -> Result<AutostartView, ApiError> {
        Ok(self.autostart_view())
    }
    fn set_autostart(&self, request: SetAutostart) -> Result<AutostartView, ApiError> {
        self.start_with_the_system(request.is_on)
    }
    fn tray(&self, _: Nothing) -> Result<TrayView, ApiError> {
        Ok(self.tray_view())
    }

    fn settings(&self, _: Nothing) -> Result<SettingsView, ApiError> {
        Ok(to_wire::settings(self.engine.home().settings()))
    }
    fn save_settings(&self, request: SettingsView) -> Result<SettingsView, ApiError> {
        let settings = to_wire::from_settings(&request, self.engine.home().settings())?;
        self.engine.save_settings(settings)?;
        Ok(to_wire::settings(self.engine.home().settings()))
    }
    fn preview_thresholds(&self, request: ThresholdProposal) -> Result<ThresholdPreview, ApiError> {
        self.what_if(&request)
    }
    fn recognition(&self, _: Nothing) -> Result<RecognitionView, ApiError> {
        Ok(self.recognition_view())
    }
    fn health(&self, _: Nothing) -> Result<HealthView, ApiError> {
        self.health_view()
    }
    fn pause_reembedding(&self, request: PauseReembedding) -> Result<RecognitionView, ApiError> {
        Ok(self.pause(request))
    }
}
