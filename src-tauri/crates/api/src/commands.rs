//! Every request there is, once.
//!
//! Owns the list of commands with what each takes and gives. A host that forgets one does not compile; the TypeScript
//! is generated from the same list. Must not do anything itself.

use crate::{ApiError, ErrorCode, wire::*};
use serde_json::Value;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $reply:ty;)*) => {
        /// What a host of the API can do.
        pub trait Commands {
            $($(#[$doc])*
            ///
            /// # Errors
            /// The request was refused; the code says why.
            fn $name(&self, request: $request) -> Result<$reply, ApiError>;)*
        }

        /// Does the command `name` with a request in JSON and gives its reply in JSON.
        ///
        /// # Errors
        /// There is no such command, the request is not of its shape, or the command refused it.
        pub fn call(host: &impl Commands, name: &str, request: Value) -> Result<Value, ApiError> {
            match name {
                $(stringify!($name) => {
                    let request: $request = serde_json::from_value(request)
                        .map_err(|e| ApiError::new(ErrorCode::BadRequest, format!("{name}: {e}")))?;
                    let reply = host.$name(request)?;
                    serde_json::to_value(reply).map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))
                })*
                _ => Err(ApiError::new(ErrorCode::BadRequest, format!("there is no command {name}"))),
            }
        }

        /// The TypeScript of the list: name -> request and reply.
        pub(crate) fn typescript(config: &ts_rs::Config) -> String {
            let mut out = String::from("export interface Commands {\n");
            $(out.push_str(&format!(
                "  {}: {{ request: {}; reply: {} }};\n",
                stringify!($name),
                <$request as ts_rs::TS>::name(config),
                <$reply as ts_rs::TS>::name(config),
            ));)*
            out.push_str("}\n");
            out
        }
    };
}

commands! {
    /// What the program can do right now.
    system(Nothing) -> SystemView;
    /// Fetches what is missing of the models.
    install_models(Nothing) -> SystemView;
    /// The packs of models that there are.
    packs(Nothing) -> Vec<PackView>;
    /// Puts a pack into use; kept faces are embedded again.
    use_pack(PackByName) -> Vec<PackView>;
    /// Tries a pack that the owner brings, and keeps it if it works. It is not put into use.
    add_pack(AddPack) -> Vec<PackView>;
    /// Removes a pack that the owner brought.
    remove_pack(PackByName) -> Vec<PackView>;
    /// Starts the demo street with its household.
    start_demo(Nothing) -> SystemView;
    /// Removes the demo street with its household and everything seen there.
    leave_demo(Nothing) -> SystemView;

    /// All cameras in the owner's order.
    cameras(Nothing) -> Vec<CameraView>;
    /// Webcams plugged in now.
    webcams(Nothing) -> Vec<WebcamView>;
    /// Adds a camera and starts it.
    add_camera(AddCamera) -> CameraView;
    /// Shows one picture of a source without adding it.
    test_camera(TestCamera) -> CameraPreview;
    /// Changes a camera: its name, its source, its settings, on or off.
    update_camera(UpdateCamera) -> CameraView;
    /// Puts the cameras into the owner's order.
    order_cameras(OrderCameras) -> Vec<CameraView>;
    /// A picture of a camera as it is now, to draw on.
    camera_picture(CameraPictureOf) -> CameraPicture;
    /// How large faces were at a camera.
    face_sizes(CameraById) -> FaceSizesView;
    /// Removes a camera; its sightings stay.
    remove_camera(CameraById) -> Nothing;

    /// Everybody named.
    people(Nothing) -> Vec<PersonView>;
    /// One person.
    person(PersonById) -> PersonView;
    /// Adds a person from pictures.
    add_person(AddPerson) -> Vec<PictureOutcome>;
    /// Adds pictures to a person.
    add_pictures(AddPictures) -> Vec<PictureOutcome>;
    /// Renames a person.
    rename_person(RenamePerson) -> PersonView;
    /// Known, blacklisted or ignored.
    set_person_kind(SetPersonKind) -> PersonView;
    /// Erases a person and everything kept about them. Cannot be undone.
    remove_person(PersonById) -> Erased;
    /// A threshold of a person's own, or the general one again.
    set_person_threshold(SetPersonThreshold) -> PersonView;
    /// The owner's remark about a person.
    set_person_note(SetPersonNote) -> PersonView;
    /// On which days and at which cameras a person was seen.
    seen_over(SeenOverQuery) -> SeenOverView;
    /// Two people are one.
    merge_people(MergePeople) -> PersonView;
    /// Visitors who may be this person, best first.
    visitors_like(PersonById) -> Vec<LikeVisitorView>;
    /// A face is somebody else's.
    move_face(MoveFace) -> Nothing;
    /// Removes one kept face.
    remove_face(FaceById) -> Nothing;

    /// Opens a folder or a ZIP file of pictures.
    open_album(OpenAlbum) -> AlbumView;
    /// Takes a piece of a dropped ZIP file, and opens it after the last.
    upload_album(AlbumPiece) -> AlbumUpload;
    /// Forgets an album.
    close_album(AlbumById) -> Nothing;
    /// Learns a face from one picture.
    learn_picture(LearnPicture) -> LearntPicture;
    /// Looks at a picture without learning anything.
    look_at_picture(LookAtPicture) -> PictureLook;

    /// All strangers waiting for a name, last seen first, without details.
    visitor_rows(Nothing) -> Vec<VisitorRow>;
    /// These strangers; those that are gone are left out.
    visitors_by_id(VisitorsById) -> Vec<VisitorView>;
    /// Names, blacklists or ignores many visitors.
    name_visitors(NameVisitors) -> Nothing;
    /// Many visitors are a person or another visitor.
    merge_visitors(MergeVisitors) -> Nothing;
    /// Many visitors are two people each.
    split_visitors(SplitVisitors) -> Nothing;
    /// Who of these visitors looks unlike the others.
    odd_visitors(VisitorsById) -> Vec<i64>;
    /// Which faces of each of these visitors look unlike its others.
    odd_faces(VisitorsById) -> Vec<OddFaces>;
    /// Strangers waiting for a name, last seen first, page by page.
    visitors(VisitorList) -> Vec<VisitorView>;
    /// Names, blacklists or ignores a visitor.
    name_visitor(NameVisitor) -> PersonView;
    /// The visitor is a person or another visitor.
    merge_visitor(MergeVisitor) -> Nothing;
    /// The visitor is not this person.
    reject_visitor(RejectVisitor) -> Nothing;
    /// A visitor is two people. Gives the new one.
    split_visitor(SplitVisitor) -> VisitorView;
    /// Erases a visitor with all pictures. Cannot be undone.
    remove_visitor(VisitorById) -> Erased;

    /// Takes back the owner's last act.
    undo(Nothing) -> JournalView;
    /// Does again what was taken back last.
    redo(Nothing) -> JournalView;
    /// What was done, latest first.
    journal(JournalQuery) -> Vec<ActView>;
    /// Takes back one act, whatever came after it.
    undo_act(ActById) -> JournalView;
    /// Does one act again that was taken back.
    redo_act(ActById) -> JournalView;

    /// Sightings, newest first.
    sightings(SightingQuery) -> SightingList;
    /// Every sighting with a face like this one, most alike first, named or not.
    find_face(FindFace) -> Vec<FaceMatchView>;
    /// Why a sighting has the verdict that it has.
    why(SightingById) -> WhyView;
    /// "Yes, it is": the person's faces learn from the sighting if it shows something new.
    confirm_sighting(SightingById) -> Nothing;
    /// A sighting is somebody else's.
    move_sighting(MoveSighting) -> Nothing;
    /// A sighting is not this person's.
    reject_sighting(RejectSighting) -> Nothing;
    /// Looks closer where the owner sees a face that was missed. Keeps nothing.
    mark_face(MarkFace) -> MarkedView;
    /// Keeps a marked face as a sighting of whom the owner says.
    keep_marked_face(KeepMarkedFace) -> SightingView;
    /// Alerts, newest first.
    alerts(AlertList) -> Vec<AlertView>;
    /// The owner saw an alert.
    acknowledge_alert(AcknowledgeAlert) -> AlertView;
    /// The owner saw every alert that there is.
    acknowledge_all(Nothing) -> Nothing;

    /// The rules that say when to tell the owner, and what is silent now.
    alert_rules(Nothing) -> AlertRulesView;
    /// Adds a rule.
    add_alert_rule(AddAlertRule) -> AlertRulesView;
    /// A rule says something else, or is switched on or off.
    change_alert_rule(ChangeAlertRule) -> AlertRulesView;
    /// Removes a rule.
    remove_alert_rule(AlertRuleById) -> AlertRulesView;
    /// What a rule would have told in the last week.
    try_alert_rule(TryAlertRule) -> RuleTrialView;
    /// Silences the family, sets quiet hours.
    save_hush(HushView) -> AlertRulesView;
    /// Snoozes.
    snooze_alerts(SnoozeAlerts) -> AlertRulesView;
    /// Acknowledges an alert and snoozes whomever it is about.
    snooze_alert(SnoozeAlert) -> SnoozeView;
    /// Ends a snooze.
    end_snooze(EndSnooze) -> AlertRulesView;

    /// What is kept, and how much room it takes.
    storage(Nothing) -> StorageView;
    /// Forgets what is past its days and makes room, both at once.
    tidy_up(Nothing) -> TidiedView;
    /// Writes everything that is kept into one file.
    make_backup(MakeBackup) -> BackupView;
    /// Reads a backup from beginning to end and says what it is.
    look_at_backup(BackupAt) -> BackupView;
    /// Replaces everything that is kept by what a backup holds, and goes on with it.
    restore_backup(BackupAt) -> SystemView;
    /// What was there before the last restore is there again.
    undo_restore(Nothing) -> SystemView;
    /// Removes what was there before the last restore.
    drop_replaced(Nothing) -> StorageView;
    /// Ends the backup, check, restore or export that is at work. It is refused there with `stopped`.
    stop_keeping(Nothing) -> Nothing;
    /// Writes everything about one person into a file.
    export_person(ExportPerson) -> ExportView;
    /// Writes everything about everybody who was named into a file.
    export_everybody(ExportEverybody) -> ExportView;
    /// Writes a selection of sightings into a file.
    export_sightings(ExportSightings) -> ExportView;
    /// How many sightings there were when.
    sighting_density(DensityQuery) -> DensityView;
    /// Erases everybody or everything. Cannot be undone.
    erase_all(EraseAll) -> Erased;
    /// What is wanted of weekly backups, and how they fare.
    weekly_backup(Nothing) -> WeeklyBackupView;
    /// Weekly backups are to be like this from now on.
    set_weekly_backup(SetWeeklyBackup) -> WeeklyBackupView;
    /// Pauses all cameras, or goes on.
    pause_cameras(PauseCameras) -> SystemView;
    /// Whether the program starts with the system.
    autostart(Nothing) -> AutostartView;
    /// Starts the program with the system, or no longer.
    set_autostart(SetAutostart) -> AutostartView;
    /// Whether a window that is closed can be brought back.
    tray(Nothing) -> TrayView;

    /// The settings.
    settings(Nothing) -> SettingsView;
    /// Saves the settings.
    save_settings(SettingsView) -> SettingsView;
    /// What other thresholds would have changed in the last week.
    preview_thresholds(ThresholdProposal) -> ThresholdPreview;
    /// How recognition fares.
    recognition(Nothing) -> RecognitionView;
    /// How the program fares, in figures.
    health(Nothing) -> HealthView;
    /// Pauses embedding kept faces again, or goes on.
    pause_reembedding(PauseReembedding) -> RecognitionView;
}
