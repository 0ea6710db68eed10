// Generated from src-tauri/crates/api. Do not edit: run `UPDATE_CONTRACT=1 cargo test -p porchlight-api`.

export type Nothing = Record<symbol, never>;

export type SystemView = { 
/**
 * The program's version.
 */
version: string, 
/**
 * Models and runtime.
 */
models: ModelsView, 
/**
 * The demo household is there.
 */
has_demo: boolean, 
/**
 * Visitors waiting for a name.
 */
visitors: number, 
/**
 * Alerts nobody acknowledged.
 */
open_alerts: number, 
/**
 * All cameras are paused, until the owner goes on.
 */
is_paused: boolean, 
/**
 * What could be undone and redone.
 */
journal: JournalView, };

export type ModelsView = { "state": "ready", 
/**
 * The model in use.
 */
model: string, 
/**
 * The pack that it belongs to.
 */
pack: string, 
/**
 * These are the compatibility models, which recognise less well.
 */
is_for_compatibility: boolean, } | { "state": "preparing" } | { "state": "missing", 
/**
 * ONNX Runtime cannot be loaded.
 */
lacks_runtime: boolean, 
/**
 * The model files that are missing or damaged.
 */
files: Array<ModelFileView>, };

export type ModelFileView = { 
/**
 * File name.
 */
name: string, 
/**
 * What it is for.
 */
purpose: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Missing or damaged.
 */
is_damaged: boolean, };

export type ModelsProgress = { 
/**
 * The file being fetched.
 */
name: string, 
/**
 * Bytes there.
 */
done: number, 
/**
 * Bytes in all.
 */
total: number, };

export type PackView = { 
/**
 * Its name, by which it is chosen.
 */
name: string, 
/**
 * How it fares.
 */
state: PackStateView, 
/**
 * Recognises less well, and is there for where the default one cannot be had.
 */
is_for_compatibility: boolean, 
/**
 * The owner brought it.
 */
is_own: boolean, 
/**
 * Its models in words.
 */
models: string, 
/**
 * Their licence.
 */
licence: string, 
/**
 * All its files, in bytes.
 */
size: number, 
/**
 * Numbers of an embedding.
 */
length: number, 
/**
 * What its thresholds rest on, for a pack that the owner brought.
 */
measured: string, };

export type PackStateView = "in_use" | "ready" | "missing" | "damaged";

export type PackByName = { 
/**
 * Its name.
 */
name: string, };

export type AddPack = { 
/**
 * The file that describes it, chosen in the system's dialog.
 */
description: string, };

export type JournalView = { 
/**
 * Kind of the act that undo takes back, such as `name_visitor`.
 */
undo: string | null, 
/**
 * Whom it is about.
 */
undo_about: string | null, 
/**
 * To how many it was done at once; 0 if there is none.
 */
undo_together: number, 
/**
 * Kind of the act that redo does again.
 */
redo: string | null, 
/**
 * Whom it is about.
 */
redo_about: string | null, 
/**
 * To how many it was done at once; 0 if there is none.
 */
redo_together: number, };

export type ThemeView = "system" | "dark" | "light" | "contrast";

export type LanguageView = "system" | "en" | "de" | "es" | "id";

export type EffortView = "careful" | "quick";

export type SettingsView = { 
/**
 * A known person is named from this similarity on, 0.2 to 0.8.
 */
known_threshold: number, 
/**
 * A blacklisted person raises an alert from this similarity on, 0.2 to 0.8.
 */
blacklist_threshold: number, 
/**
 * Longer side at which frames are searched, in pixels, 320 to 1920.
 */
detection_longer_side_px: number, 
/**
 * Smaller faces are boxed but not recognised, in pixels, 16 to 200.
 */
smallest_face_px: number, 
/**
 * Days after which a visitor not seen again is forgotten, 1 to 365.
 */
forget_visitors_days: number, 
/**
 * Days after which sightings and alerts are forgotten, 1 to 3650.
 */
forget_sightings_days: number, 
/**
 * Gigabytes of pictures that are kept at the most, 1 to 1000.
 */
most_pictures_gb: number, 
/**
 * Desktop notifications.
 */
notifications: boolean, 
/**
 * The sound of an alert.
 */
sound: boolean, 
/**
 * It is heard of every alert; otherwise of the blacklist alone.
 */
is_every_alert_heard: boolean, 
/**
 * How the window looks.
 */
theme: ThemeView, 
/**
 * The language of the window, the tray and the notifications.
 */
language: LanguageView, 
/**
 * Closing the window puts it away where there is a tray; otherwise it ends the program.
 */
close_to_tray: boolean, 
/**
 * Faces that a person is compared with, 1 to 50.
 */
max_faces_per_person: number, 
/**
 * Thresholds follow this home: strangers who come near somebody raise what that person needs.
 */
fits_home: boolean, 
/**
 * How much work goes into a face.
 */
effort: EffortView, 
/**
 * What `known_threshold` is without the owner: the models in use come with it. Ignored when saved.
 */
usual_known_threshold: number, 
/**
 * The same of `blacklist_threshold`.
 */
usual_blacklist_threshold: number, };

export type ThresholdProposal = { 
/**
 * A known person is named from this similarity on, 0.2 to 0.8.
 */
known_threshold: number, 
/**
 * A blacklisted person raises an alert from this similarity on, 0.2 to 0.8.
 */
blacklist_threshold: number, 
/**
 * Thresholds follow this home.
 */
fits_home: boolean, };

export type NameCount = { 
/**
 * Who.
 */
person_id: number, 
/**
 * The name.
 */
name: string, 
/**
 * How often.
 */
sightings: number, };

export type ThresholdPreview = { 
/**
 * Sightings looked at.
 */
sightings: number, 
/**
 * Sightings with a name now.
 */
named_now: number, 
/**
 * Sightings with a name then.
 */
named_then: number, 
/**
 * Alerts now.
 */
alerts_now: number, 
/**
 * Alerts then.
 */
alerts_then: number, 
/**
 * Who would be named more often, most first.
 */
gained: Array<NameCount>, 
/**
 * Who would be named less often, most first.
 */
lost: Array<NameCount>, };

export type ReembeddingView = { 
/**
 * Faces done.
 */
done: number, 
/**
 * Faces in all.
 */
total: number, 
/**
 * The owner paused it.
 */
is_paused: boolean, };

export type CacheView = { 
/**
 * Answers held now.
 */
entries: number, 
/**
 * Answers given.
 */
hits: number, 
/**
 * Questions without an answer.
 */
misses: number, 
/**
 * Answers pushed out by newer ones.
 */
evictions: number, 
/**
 * Answers dropped because somebody changed.
 */
invalidations: number, };

export type RecognitionView = { 
/**
 * The kept faces being embedded again for another model; absent where all are done.
 */
reembedding: ReembeddingView | null, 
/**
 * The identity cache since the program started.
 */
cache: CacheView, };

export type PauseReembedding = { 
/**
 * Pause.
 */
is_paused: boolean, };

export type StageName = "wait" | "detect" | "embed" | "match" | "keep" | "end_to_end" | "alert";

export type TimesView = { 
/**
 * Times that it rests on; without any the rest is zero.
 */
samples: number, 
/**
 * Half took no longer.
 */
p50_ms: number, 
/**
 * 95 of 100 took no longer.
 */
p95_ms: number, 
/**
 * 99 of 100 took no longer.
 */
p99_ms: number, };

export type StageHealthView = { 
/**
 * Which.
 */
stage: StageName, 
/**
 * Of the last five to ten seconds.
 */
recent: TimesView, 
/**
 * Since the program started.
 */
all: TimesView, };

export type CameraHealthView = { 
/**
 * Which.
 */
camera_id: number, 
/**
 * Frames analysed a second, over the last two seconds.
 */
fps: number, 
/**
 * From arrival to announcement, of the last frame.
 */
delay_ms: number, 
/**
 * Frames analysed.
 */
frames: number, 
/**
 * Of these, searched for faces: something moved, or it was due.
 */
searched: number, 
/**
 * Frames replaced before they were analysed.
 */
dropped: number, 
/**
 * Faces recognised, which is runs of the embedding model.
 */
embeddings: number, };

export type SavingView = "nothing" | "idle_cameras" | "closeness" | "live_pictures" | "background" | "frames";

export type StepReasonView = { "kind": "slow", 
/**
 * How long.
 */
end_to_end_ms: number, } | { "kind": "dropping", 
/**
 * How many.
 */
percent: number, } | { "kind": "memory", 
/**
 * What was free.
 */
free_bytes: number, } | { "kind": "room" };

export type StepView = { 
/**
 * When.
 */
at: number, 
/**
 * The rung before; 0 is the top.
 */
from: number, 
/**
 * The rung now.
 */
to: number, 
/**
 * What is saved on the lower of the two.
 */
saving: SavingView, 
/**
 * Why.
 */
reason: StepReasonView, };

export type GovernorView = { 
/**
 * 0 is the top: nothing is saved.
 */
rung: number, 
/**
 * The lowest rung.
 */
lowest: number, 
/**
 * What is saved.
 */
saving: SavingView, 
/**
 * What 95 of 100 frames should take at the most.
 */
budget_ms: number, 
/**
 * What they took last.
 */
end_to_end_ms: number, 
/**
 * The share of their time that the workers worked, 0 to 1.
 */
busy: number, 
/**
 * The last steps, newest first.
 */
steps: Array<StepView>, 
/**
 * Steps taken in all.
 */
steps_taken: number, };

export type MachineView = { 
/**
 * The system's kind, such as `linux`.
 */
system: string, 
/**
 * The processor's kind, such as `x86_64`.
 */
processor: string, 
/**
 * Processors that the program may use.
 */
processors: number, 
/**
 * All of its memory, where the system tells.
 */
memory_bytes: number | null, 
/**
 * What programs may still take of it, where the system tells.
 */
memory_free_bytes: number | null, };

export type HealthView = { 
/**
 * The cameras that run.
 */
cameras: Array<CameraHealthView>, 
/**
 * The stages, in the order in which a frame passes them.
 */
stages: Array<StageHealthView>, 
/**
 * What is saved, because there is not enough time for everything.
 */
governor: GovernorView, 
/**
 * Memory of the program and what it started, in bytes, where the system tells.
 */
memory_bytes: number | null, 
/**
 * Frames that wait for a worker.
 */
waiting: number, 
/**
 * Frames and writes that failed.
 */
errors: number, 
/**
 * Events that slow listeners missed.
 */
missed_events: number, 
/**
 * Of 100 faces, frame by frame, so many were answered without running the embedding model.
 */
cache_hit_percent: number | null, 
/**
 * What the program runs on.
 */
machine: MachineView, };

export type StorageView = { 
/**
 * Pictures of faces, with the aligned ones that are compared.
 */
face_bytes: number, 
/**
 * Pictures of the moments of alerts.
 */
scene_bytes: number, 
/**
 * The database.
 */
database_bytes: number, 
/**
 * The log of the last days.
 */
log_bytes: number, 
/**
 * The models.
 */
model_bytes: number, 
/**
 * What was there before the last restore.
 */
replaced_bytes: number, 
/**
 * When that was replaced; absent where nothing is kept of it.
 */
replaced_at: number | null, 
/**
 * Number of pictures.
 */
pictures: number, 
/**
 * Sightings.
 */
sightings: number, 
/**
 * People who were named.
 */
persons: number, 
/**
 * Strangers.
 */
visitors: number, };

export type TidiedView = { 
/**
 * Bytes that are free now.
 */
bytes: number, 
/**
 * Strangers who were forgotten.
 */
visitors: number, 
/**
 * Sightings that were forgotten.
 */
sightings: number, 
/**
 * Pictures that went because there were too many.
 */
pictures: number, 
/**
 * How much is kept now.
 */
storage: StorageView, };

export type MakeBackup = { 
/**
 * The file to write, which ends with `.zip`.
 */
path: string, 
/**
 * The addresses of cameras keep their passwords.
 */
has_passwords: boolean, };

export type BackupAt = { 
/**
 * The file.
 */
path: string, };

export type BackupView = { 
/**
 * The name of the file, without its folder.
 */
file_name: string, 
/**
 * When it was made.
 */
made_at: number, 
/**
 * The version of the program that made it.
 */
program: string, 
/**
 * The addresses of cameras have their passwords.
 */
has_passwords: boolean, 
/**
 * Bytes of the file.
 */
bytes: number, 
/**
 * Cameras in it.
 */
cameras: number, 
/**
 * People in it who were named.
 */
persons: number, 
/**
 * Strangers in it.
 */
visitors: number, 
/**
 * Sightings in it.
 */
sightings: number, 
/**
 * Pictures in it.
 */
pictures: number, };

export type KeepingWork = "backup" | "check" | "restore" | "export" | "erase";

export type KeepingProgress = { 
/**
 * What.
 */
work: KeepingWork, 
/**
 * Done.
 */
done: number, 
/**
 * In all.
 */
total: number, };

export type ExportEverybody = { 
/**
 * The file to write, which ends with `.zip`.
 */
path: string, };

export type ExportPerson = { 
/**
 * Who.
 */
id: number, 
/**
 * The file to write, which ends with `.zip`.
 */
path: string, };

export type ExportSightings = { 
/**
 * Which; its limit counts for nothing.
 */
query: SightingQuery, 
/**
 * These and no others, whatever the query says; absent where the query says it. At most 20,000.
 */
ids: Array<number> | null, 
/**
 * The file to write: `.csv` for the table alone, `.zip` with the pictures.
 */
path: string, };

export type ExportView = { 
/**
 * Sightings.
 */
sightings: number, 
/**
 * Pictures.
 */
pictures: number, 
/**
 * Bytes of the file.
 */
bytes: number, };

export type EraseScopeView = "everybody" | "everything";

export type EraseAll = { 
/**
 * How much.
 */
scope: EraseScopeView, 
/**
 * The word of the scope once more, which whoever asks has the owner confirm: `everybody` or `everything`.
 */
confirmed: string, };

export type DensityQuery = { 
/**
 * Which sightings; its limit counts for nothing.
 */
query: SightingQuery, 
/**
 * When each span begins, and at last when the last one ends; rising, 2 to 800.
 */
moments: Array<number>, };

export type DensityView = { 
/**
 * The counts.
 */
counts: Array<number>, };

export type BackupTroubleView = "no_folder" | "refused" | "disk_full" | "failed";

export type MadeBackupView = { 
/**
 * The name of the file, without its folder.
 */
file_name: string, 
/**
 * Its bytes.
 */
bytes: number, 
/**
 * When.
 */
at: number, };

export type WeeklyBackupView = { 
/**
 * They are made.
 */
is_on: boolean, 
/**
 * Where; none until one was chosen.
 */
folder: string | null, 
/**
 * So many stay.
 */
keep: number, 
/**
 * The addresses of cameras keep their passwords in them.
 */
has_passwords: boolean, 
/**
 * One is being made.
 */
is_at_work: boolean, 
/**
 * How many there are in the folder.
 */
kept: number, 
/**
 * The newest that is there.
 */
newest: MadeBackupView | null, 
/**
 * When the next is due; none while they are off.
 */
next_at: number | null, 
/**
 * Why the last one could not be made.
 */
trouble: BackupTroubleView | null, };

export type SetWeeklyBackup = { 
/**
 * Make them.
 */
is_on: boolean, 
/**
 * Where.
 */
folder: string | null, 
/**
 * So many stay, 1 to 52.
 */
keep: number, 
/**
 * The addresses of cameras keep their passwords in them.
 */
has_passwords: boolean, };

export type PauseCameras = { 
/**
 * Pause.
 */
is_paused: boolean, };

export type AutostartView = { 
/**
 * This program can be started with the system.
 */
is_possible: boolean, 
/**
 * It is.
 */
is_on: boolean, };

export type SetAutostart = { 
/**
 * Start it.
 */
is_on: boolean, };

export type TrayView = { 
/**
 * This desktop shows the program in a tray.
 */
is_there: boolean, };

export type ActorView = "owner" | "program";

export type PartyView = { 
/**
 * The name then; absent for a visitor, and for nobody.
 */
name: string | null, 
/**
 * The number in "Visitor 12"; absent for a person, and for nobody.
 */
visitor_number: number | null, };

export type ActView = { 
/**
 * Row id.
 */
id: number, 
/**
 * When.
 */
at: number, 
/**
 * What, such as `name`; the words are in the window.
 */
kind: string, 
/**
 * Who did it.
 */
actor: ActorView, 
/**
 * Whom it began with.
 */
from: PartyView, 
/**
 * Whom it led to; the same where it changed somebody who stays.
 */
to: PartyView, 
/**
 * To how many it was done at once (visitors, pictures or alerts), 1 for one alone; `from` and `to` are those of the
 * first.
 */
together: number, 
/**
 * For an act about a camera: what it was called then.
 */
camera_name: string | null, 
/**
 * For an act about a rule: whom the rule is about.
 */
rule_about: RuleKindView | null, 
/**
 * It was taken back.
 */
is_undone: boolean, };

export type JournalQuery = { 
/**
 * At most this many, 1 to 500, latest first.
 */
limit: number, 
/**
 * Those that came before this act.
 */
before: number | null, };

export type ActById = { 
/**
 * Which.
 */
id: number, };

export type CameraView = { 
/**
 * Row id.
 */
id: number, 
/**
 * The owner's name for it.
 */
name: string, 
/**
 * `webcam`, `stream`, `file`, `folder` or `demo`.
 */
kind: string, 
/**
 * Its address without user, password and query.
 */
shown_source: string, 
/**
 * The same to be changed: with the parts of the query that choose a picture, and `***` for those that may be secret,
 * which stays as it is kept wherever it is sent back.
 */
source_to_change: string, 
/**
 * A user or a password is kept with it.
 */
has_login: boolean, 
/**
 * Belongs to the demo.
 */
is_demo: boolean, 
/**
 * Switched on.
 */
is_enabled: boolean, 
/**
 * How it fares.
 */
state: CameraStateView, 
/**
 * How it hangs, what of its picture counts, when it watches.
 */
settings: CameraSettingsView, };

export type CameraStateView = { "state": "off" } | { "state": "off_hours", 
/**
 * When it watches again; absent if no day has hours.
 */
until: number | null, } | { "state": "connecting" } | { "state": "live" } | { "state": "stalled", 
/**
 * Whole seconds since the last frame.
 */
seconds: number, } | { "state": "failed", 
/**
 * Why.
 */
trouble: TroubleView, 
/**
 * Seconds until it is tried again; absent if something must change first.
 */
retry_in_secs: number | null, } | { "state": "ended" };

export type CameraSettingsView = { 
/**
 * Degrees clockwise: 0, 90, 180 or 270.
 */
rotation: number, 
/**
 * Zones and masks, 24 at most.
 */
areas: Array<AreaView>, 
/**
 * Whether the hours hold; if not, the camera always watches.
 */
has_hours: boolean, 
/**
 * When it watches: seven, Monday first; absent where a day has none. Hours belong to the day on which they begin.
 */
hours: Array<DayHoursView | null>, 
/**
 * Smaller faces are not looked at, 16 to 200; absent as for all cameras.
 */
smallest_face_px: number | null, 
/**
 * The longer side that its frames are searched at, 320 to 1920; absent as closely as it needs.
 */
detection_side_px: number | null, };

export type AreaKindView = "zone" | "mask" | "privacy_mask";

export type AreaView = { 
/**
 * What it is for.
 */
kind: AreaKindView, 
/**
 * Its corners in order, 3 to 24, each 0 to 1 from the left and from the top.
 */
corners: Array<[number, number]>, };

export type LoginInput = { 
/**
 * The user.
 */
user: string, 
/**
 * The password.
 */
password: string, 
/**
 * Nobody logs in any more: what was kept is forgotten.
 */
is_dropped: boolean, };

export type OrderCameras = { 
/**
 * Their ids, first first; cameras that are not named come after them.
 */
ids: Array<number>, };

export type CameraPictureOf = { 
/**
 * Which.
 */
id: number, 
/**
 * A camera that does not watch now may be opened for it.
 */
may_open: boolean, };

export type CameraPicture = { 
/**
 * Width of its frames in pixels.
 */
width: number, 
/**
 * Height of its frames in pixels.
 */
height: number, 
/**
 * One picture, JPEG, base64.
 */
jpeg_base64: string, };

export type SizeAdviceView = "too_few_visits" | "fine" | "main_stream" | "nearer" | "lower_or_turned";

export type FaceSizesView = { 
/**
 * Visits looked at.
 */
visits: number, 
/**
 * The median of the visits' largest faces, in pixels; absent if no visit had one.
 */
median_px: number | null, 
/**
 * The share of visits in which faces were too small, 0 to 1.
 */
too_small: number, 
/**
 * What to do.
 */
advice: SizeAdviceView, };

export type TroubleView = "unreachable" | "refused" | "not_found" | "unreadable" | "silent" | "lacks_ffmpeg" | "bad_address" | "busy";

export type SourceInput = { "kind": "webcam", 
/**
 * Its device.
 */
device: string, } | { "kind": "stream", 
/**
 * The address.
 */
address: string, } | { "kind": "file", 
/**
 * Its path.
 */
path: string, } | { "kind": "folder", 
/**
 * Its path.
 */
path: string, } | { "kind": "demo" };

export type AddCamera = { 
/**
 * The owner's name for it; not empty.
 */
name: string, 
/**
 * Where its frames come from.
 */
source: SourceInput, };

export type TestCamera = { 
/**
 * What to try.
 */
source: SourceInput, 
/**
 * In place of the source of this camera, whose secrets are used where they were not typed anew.
 */
camera_id: number | null, 
/**
 * Who logs in, where that was typed.
 */
login: LoginInput | null, 
/**
 * Degrees clockwise; absent as it comes.
 */
rotation: number | null, };

export type CameraPreview = { 
/**
 * Width of its frames in pixels.
 */
width: number, 
/**
 * Height of its frames in pixels.
 */
height: number, 
/**
 * One picture, JPEG, base64.
 */
jpeg_base64: string, 
/**
 * Faces seen on it; absent without models.
 */
faces: number | null, };

export type CameraById = { 
/**
 * Which.
 */
id: number, };

export type UpdateCamera = { 
/**
 * Which.
 */
id: number, 
/**
 * A new name.
 */
name: string | null, 
/**
 * On or off.
 */
is_enabled: boolean | null, 
/**
 * Another source; what of its secrets was not typed anew stays.
 */
source: SourceInput | null, 
/**
 * Who logs in; counts together with `source`.
 */
login: LoginInput | null, 
/**
 * Other settings, all of them.
 */
settings: CameraSettingsView | null, };

export type WebcamView = { 
/**
 * The system's name.
 */
device: string, 
/**
 * The maker's name.
 */
name: string, };

export type PersonKindView = "known" | "blacklisted" | "ignored";

export type LookAlikeView = { 
/**
 * Row id.
 */
person_id: number, 
/**
 * The name.
 */
name: string, 
/**
 * How alike the two are, -1 to 1.
 */
similarity: number, };

export type PersonView = { 
/**
 * Row id.
 */
id: number, 
/**
 * The name.
 */
name: string, 
/**
 * What the person is to the owner.
 */
kind: PersonKindView, 
/**
 * Belongs to the demo.
 */
is_demo: boolean, 
/**
 * Kept faces, best first.
 */
faces: Array<FaceRef>, 
/**
 * How often the person was here.
 */
sightings: number, 
/**
 * When last.
 */
last_seen: number | null, 
/**
 * Where last.
 */
last_camera: string | null, 
/**
 * The owner's own threshold for this person; absent where the general one holds.
 */
own_threshold: number | null, 
/**
 * The similarity this person is named from now: the owner's own, or the general one as it was fitted to this home.
 */
threshold: number, 
/**
 * The owner's remark; empty if there is none.
 */
note: string, 
/**
 * People who are hard to tell from this one, most alike first.
 */
look_alikes: Array<LookAlikeView>, };

export type FaceRef = { 
/**
 * Row id.
 */
id: number, 
/**
 * Added by the owner rather than seen by a camera.
 */
is_enrolled: boolean, 
/**
 * When it was kept.
 */
at: number, 
/**
 * How far it can be trusted, 0 to 1.
 */
trust: number, 
/**
 * Faces are compared with it; otherwise it is there to be looked at.
 */
is_compared: boolean, 
/**
 * Without colour, as by infrared light.
 */
is_grey: boolean, 
/**
 * It looks like somebody else than the person's other faces, and is not compared with until the owner looked.
 */
contradicts: boolean, };

export type PersonById = { 
/**
 * Which.
 */
id: number, };

export type FaceById = { 
/**
 * Which.
 */
id: number, };

export type AddPerson = { 
/**
 * The name; not empty, not taken.
 */
name: string, 
/**
 * What the person is.
 */
kind: PersonKindView, 
/**
 * Pictures to learn the face from. At least one must show exactly one face.
 */
pictures: Array<PictureInput>, };

export type AddPictures = { 
/**
 * Who it is.
 */
person_id: number, 
/**
 * The pictures.
 */
pictures: Array<PictureInput>, };

export type PictureInput = { 
/**
 * Name of the file, to tell the owner which one is meant.
 */
file_name: string, 
/**
 * Its bytes, base64.
 */
base64: string, };

export type PictureOutcome = { 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * What became of it.
 */
verdict: PictureVerdict, };

export type PictureVerdict = { "verdict": "added", 
/**
 * The new face.
 */
face_id: number, } | { "verdict": "duplicate" } | { "verdict": "no_face" } | { "verdict": "several_faces", 
/**
 * How many.
 */
count: number, } | { "verdict": "heic" } | { "verdict": "unreadable", 
/**
 * Why, in words.
 */
reason: string, };

export type RenamePerson = { 
/**
 * Who.
 */
id: number, 
/**
 * The new name.
 */
name: string, };

export type SetPersonKind = { 
/**
 * Who.
 */
id: number, 
/**
 * What from now on.
 */
kind: PersonKindView, };

export type SetPersonThreshold = { 
/**
 * Who.
 */
id: number, 
/**
 * The similarity the person is named from, 0.2 to 0.8; absent for the general one.
 */
threshold: number | null, };

export type SetPersonNote = { 
/**
 * Who.
 */
id: number, 
/**
 * The remark, at most 2,000 characters; empty for none.
 */
note: string, };

export type SeenOverQuery = { 
/**
 * Who.
 */
id: number, 
/**
 * When each day begins by the owner's clock, and when the last one ends; rising, 2 to 800.
 */
moments: Array<number>, };

export type SeenOverView = { 
/**
 * How often on each day.
 */
times: Array<number>, 
/**
 * At which cameras on all of these days, most often first.
 */
cameras: Array<SeenAtView>, };

export type SeenAtView = { 
/**
 * The camera; absent once it was removed.
 */
camera_id: number | null, 
/**
 * Its name then.
 */
camera_name: string, 
/**
 * How often.
 */
times: number, 
/**
 * When last.
 */
last_seen: number, };

export type MergePeople = { 
/**
 * Who is no more.
 */
id: number, 
/**
 * Who goes on, with the faces and sightings of both.
 */
into: number, };

export type Erased = { 
/**
 * People who were named.
 */
persons: number, 
/**
 * Strangers.
 */
visitors: number, 
/**
 * Cameras.
 */
cameras: number, 
/**
 * Faces.
 */
faces: number, 
/**
 * Pictures of faces and alerts.
 */
pictures: number, 
/**
 * What faces looked like, as numbers.
 */
embeddings: number, 
/**
 * Sightings.
 */
sightings: number, 
/**
 * Alerts.
 */
alerts: number, 
/**
 * Entries of the journal.
 */
acts: number, 
/**
 * Files that were searched afterwards for anything that is left.
 */
files_searched: number, 
/**
 * What was found of it after all.
 */
traces_found: number, 
/**
 * Nothing of it is left in the files. If not, because another program reads them, the next start sees to it.
 */
is_gone: boolean, };

export type OpenAlbum = { 
/**
 * Its path.
 */
path: string, };

export type AlbumPiece = { 
/**
 * Which file it goes on; absent with the first piece.
 */
upload: number | null, 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * Its next bytes, base64, at most 8 MB.
 */
base64: string, 
/**
 * It was the last.
 */
is_last: boolean, };

export type AlbumUpload = { 
/**
 * Names the file for the next piece.
 */
upload: number, 
/**
 * What is in it, after the last piece.
 */
album: AlbumView | null, };

export type AlbumView = { 
/**
 * Names it.
 */
id: number, 
/**
 * The name of the folder or file.
 */
name: string, 
/**
 * Its pictures in order.
 */
pictures: Array<AlbumPicture>, 
/**
 * Files that are no pictures, lie too deep, or are too large, and were left alone.
 */
left_out: number, };

export type AlbumPicture = { 
/**
 * The folder it lies in: the name of the person. Absent beside the folders.
 */
person: string | null, 
/**
 * Its name.
 */
file_name: string, 
/**
 * Its size in bytes.
 */
size: number, };

export type AlbumById = { 
/**
 * Which.
 */
id: number, };

export type PictureSource = { "from": "album", 
/**
 * Which.
 */
album: number, 
/**
 * Its place in the album, from 0.
 */
index: number, } | { "from": "file", 
/**
 * Name of the file.
 */
file_name: string, 
/**
 * Its bytes, base64.
 */
base64: string, };

export type LearnPicture = { 
/**
 * Which.
 */
picture: PictureSource, 
/**
 * Who it is: a new name, or somebody's.
 */
name: string, 
/**
 * What the person is, if new.
 */
kind: PersonKindView, 
/**
 * Which face, where several are on it: left, top, width and height as shares of the picture.
 */
face: [number, number, number, number] | null, };

export type LearntPicture = { 
/**
 * What became of it.
 */
verdict: PictureVerdict, 
/**
 * Whose it is, where there is such a person now.
 */
person_id: number | null, 
/**
 * Where the same picture was added before.
 */
already: AlreadyView | null, };

export type AlreadyView = { 
/**
 * The face that was learnt from it.
 */
face_id: number, 
/**
 * Whose.
 */
person_id: number, 
/**
 * Their name.
 */
name: string, };

export type LookAtPicture = { 
/**
 * Which.
 */
picture: PictureSource, 
/**
 * Look closely around this point, as shares of width and height: for a face that was not found.
 */
near: [number, number] | null, };

export type PictureLook = { 
/**
 * The picture to show, JPEG, base64.
 */
jpeg_base64: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * The faces, largest first: left, top, width and height as shares of the picture.
 */
faces: Array<[number, number, number, number]>, };

export type VerdictView = "known" | "blacklisted" | "visitor" | "ignored" | "unclear";

export type CandidateView = { 
/**
 * The person, if it is a named one.
 */
person_id: number | null, 
/**
 * The visitor, if it is an unnamed one.
 */
visitor_id: number | null, 
/**
 * The person's name; absent for a visitor.
 */
name: string | null, 
/**
 * How alike, -1 to 1.
 */
similarity: number, 
/**
 * What was needed.
 */
threshold: number, };

export type NoNameView = "no_usable_face" | "too_small" | "blurred" | "turned" | "bad_light" | "too_alike" | "below_threshold" | "stranger";

export type SightingView = { 
/**
 * Row id.
 */
id: number, 
/**
 * The camera; absent once it was removed.
 */
camera_id: number | null, 
/**
 * The camera's name then.
 */
camera_name: string, 
/**
 * First seen.
 */
started_at: number, 
/**
 * Last seen; absent while the person is there.
 */
ended_at: number | null, 
/**
 * What is thought.
 */
verdict: VerdictView, 
/**
 * Who, if named.
 */
person_id: number | null, 
/**
 * Who, if a visitor.
 */
visitor_id: number | null, 
/**
 * The person's name, or "Visitor 12" as words of the window.
 */
name: string | null, 
/**
 * The visitor's number.
 */
visitor_number: number | null, 
/**
 * How alike to the one named.
 */
similarity: number | null, 
/**
 * What was needed.
 */
threshold: number | null, 
/**
 * The three best answers.
 */
candidates: Array<CandidateView>, 
/**
 * The best face, if one was kept.
 */
face_id: number | null, 
/**
 * Why there is no name; absent where there is one.
 */
no_name: NoNameView | null, };

export type SightingQuery = { 
/**
 * At most this many, 1 to 500.
 */
limit: number, 
/**
 * Only those that started before.
 */
before: number | null, 
/**
 * Only of this person.
 */
person_id: number | null, 
/**
 * Only of this visitor.
 */
visitor_id: number | null, 
/**
 * Only those still there.
 */
only_open: boolean, 
/**
 * Only at this camera.
 */
camera_id: number | null, 
/**
 * Only with this verdict, as it reads now.
 */
verdict: VerdictView | null, 
/**
 * Only those that started at or after.
 */
since: number | null, 
/**
 * Only where somebody was at least so alike.
 */
alike_from: number | null, 
/**
 * Only where somebody was less alike.
 */
alike_below: number | null, 
/**
 * Only those that started at these hours of the day, by the home's clocks.
 */
hours: DayHoursView | null, };

export type SightingList = { 
/**
 * Newest first.
 */
sightings: Array<SightingView>, };

export type FindFace = { 
/**
 * A kept face; absent where a picture is given.
 */
face_id: number | null, 
/**
 * A picture that shows exactly one face; absent where a kept face is given.
 */
picture: PictureInput | null, 
/**
 * At most this many, 1 to 500.
 */
limit: number, };

export type MarkFace = { 
/**
 * The camera that the picture is of.
 */
camera_id: number, 
/**
 * When it was taken.
 */
at: number, 
/**
 * The picture, as large as the window has it.
 */
picture: PictureInput, 
/**
 * Where the owner sees a face: left, top, width, height as fractions of the picture.
 */
area: [number, number, number, number], };

export type KeepMarkedFace = { 
/**
 * What was marked.
 */
marked: MarkFace, 
/**
 * Whose it is.
 */
target: MoveTarget, };

export type MarkedView = { "outcome": "face", 
/**
 * Where it is, as fractions of the picture.
 */
area: [number, number, number, number], 
/**
 * No eyes and mouth were found: they were taken to be where they are in a face that fills the area.
 */
is_guessed: boolean, 
/**
 * Side of the face in pixels of the picture.
 */
side_px: number, 
/**
 * How far it can be trusted, 0 to 1.
 */
trust: number, 
/**
 * The face, JPEG in base64.
 */
jpeg_base64: string, 
/**
 * Who it may be, best first.
 */
candidates: Array<CandidateView>, } | { "outcome": "nothing", 
/**
 * Why.
 */
reason: NoMarkView, };

export type NoMarkView = "too_small" | "bad_light" | "blurred";

export type FaceMatchView = { 
/**
 * The sighting.
 */
sighting: SightingView, 
/**
 * The kept face of it that is most like it.
 */
face_id: number, 
/**
 * How alike, -1 to 1.
 */
similarity: number, };

export type SightingById = { 
/**
 * Which.
 */
id: number, };

export type CountedFaceView = { 
/**
 * When it was seen.
 */
at: number, 
/**
 * How much it counted, 0 to 1.
 */
trust: number, 
/**
 * Its size in pixels of the frame.
 */
side_px: number, 
/**
 * 0 (no detail) to 1 (crisp).
 */
sharpness: number, 
/**
 * 0 (profile) to 1 (looks straight into the camera).
 */
frontality: number, 
/**
 * 0 (black or blown out) to 1 (well lit).
 */
exposure: number, 
/**
 * How alike this face alone was to whom the verdict is about, or to the best candidate.
 */
similarity: number | null, };

export type DecisionView = { 
/**
 * From when somebody came into view to that frame.
 */
after_ms: number, 
/**
 * From its arrival until somebody had time for it.
 */
wait_ms: number, 
/**
 * Finding the faces on it.
 */
detect_ms: number, 
/**
 * Reading those that were looked at closer.
 */
embed_ms: number, 
/**
 * Comparing these with everybody.
 */
match_ms: number, 
/**
 * From its arrival until the verdict was written down.
 */
total_ms: number, };

export type WhyView = { 
/**
 * The sighting with its candidates, their similarities and thresholds, and the reason where there is no name.
 */
sighting: SightingView, 
/**
 * The faces that counted, most trusted first.
 */
faces: Array<CountedFaceView>, 
/**
 * The lead over the runner-up that a name needs, as it stands now.
 */
margin: number, 
/**
 * The model that embedded the faces; absent for sightings of an older version.
 */
model: string | null, 
/**
 * What the verdict took; absent for sightings of an older version.
 */
decision: DecisionView | null, };

export type MoveTarget = { "to": "person", 
/**
 * Row id.
 */
id: number, } | { "to": "named", 
/**
 * The name.
 */
name: string, } | { "to": "visitor", 
/**
 * Row id.
 */
id: number, } | { "to": "new_visitor" };

export type MoveFace = { 
/**
 * Which face.
 */
id: number, 
/**
 * Whose it is.
 */
target: MoveTarget, };

export type MoveSighting = { 
/**
 * Which sighting.
 */
id: number, 
/**
 * Whose it is.
 */
target: MoveTarget, };

export type RejectSighting = { 
/**
 * Which sighting.
 */
id: number, 
/**
 * Who it is not.
 */
person_id: number, };

export type SubjectView = { "subject": "person", 
/**
 * Row id.
 */
id: number, } | { "subject": "visitor", 
/**
 * Row id.
 */
id: number, };

export type VisitorView = { 
/**
 * Row id.
 */
id: number, 
/**
 * The number in "Visitor 12".
 */
number: number, 
/**
 * Kept faces, best first, at most seven.
 */
face_ids: Array<number>, 
/**
 * How often.
 */
times_seen: number, 
/**
 * First seen.
 */
first_seen: number, 
/**
 * Last seen.
 */
last_seen: number, 
/**
 * Where, by name.
 */
cameras: Array<string>, 
/**
 * The likeliest person, if there is one worth asking about.
 */
suggestion: CandidateView | null, };

export type VisitorList = { 
/**
 * At most this many, 1 to 500.
 */
limit: number, 
/**
 * Only those last seen before.
 */
before: number | null, };

export type VisitorById = { 
/**
 * Which.
 */
id: number, };

export type NameVisitor = { 
/**
 * Which.
 */
id: number, 
/**
 * The name; for an ignored or blacklisted visitor it may be empty, then it is "Visitor 12".
 */
name: string, 
/**
 * What the person is from now on; an existing person keeps its kind unless this is `blacklisted`.
 */
kind: PersonKindView, };

export type MergeVisitor = { 
/**
 * Which.
 */
id: number, 
/**
 * Whom it joins.
 */
into: SubjectView, };

export type RejectVisitor = { 
/**
 * Which visitor.
 */
id: number, 
/**
 * Who it is not.
 */
person_id: number, };

export type SplitVisitor = { 
/**
 * Which.
 */
id: number, 
/**
 * The faces that go; at least one stays.
 */
face_ids: Array<number>, };

export type VisitorRow = { 
/**
 * Row id.
 */
id: number, 
/**
 * The number in "Visitor 12".
 */
number: number, };

export type VisitorsById = { 
/**
 * Which.
 */
ids: Array<number>, };

export type NameVisitors = { 
/**
 * Which, 1 to 500.
 */
ids: Array<number>, 
/**
 * The name of them all, who are one person then; for ignored or blacklisted visitors it may be empty, then each of
 * them is somebody, called "Visitor 12".
 */
name: string, 
/**
 * What the person is from now on; an existing person keeps its kind unless this is `blacklisted`.
 */
kind: PersonKindView, };

export type MergeVisitors = { 
/**
 * Which, 1 to 500; not the one they join.
 */
ids: Array<number>, 
/**
 * Whom they join.
 */
into: SubjectView, };

export type SplitVisitors = { 
/**
 * Which, and the faces of each that go, 1 to 500.
 */
parts: Array<SplitVisitor>, };

export type OddFaces = { 
/**
 * Which visitor.
 */
id: number, 
/**
 * The faces; empty where all are alike.
 */
face_ids: Array<number>, };

export type LikeVisitorView = { 
/**
 * Who.
 */
visitor: VisitorView, 
/**
 * How alike, -1 to 1.
 */
similarity: number, };

export type RuleKindView = "blacklist" | "strangers" | "person" | "nobody_home";

export type RuleAboutView = { "about": "blacklist" } | { "about": "strangers" } | { "about": "person", 
/**
 * Who.
 */
person_id: number, } | { "about": "nobody_home", 
/**
 * 1 to 72.
 */
hours: number, };

export type RulePlaceView = { "place": "anywhere" } | { "place": "at", 
/**
 * Which.
 */
camera_id: number, } | { "place": "gone" };

export type DayHoursView = { 
/**
 * 0 to 1439.
 */
from_minute: number, 
/**
 * 0 to 1439.
 */
until_minute: number, };

export type RuleSaysView = { 
/**
 * Whom it is about.
 */
who: RuleAboutView, 
/**
 * Where.
 */
at: RulePlaceView, 
/**
 * When; absent at any time.
 */
hours: DayHoursView | null, 
/**
 * About the same one not again within so many minutes, at most a week; 0 at every visit.
 */
apart_minutes: number, };

export type RuleView = { 
/**
 * Row id.
 */
id: number, 
/**
 * What it says.
 */
says: RuleSaysView, 
/**
 * Whether it holds.
 */
is_on: boolean, 
/**
 * The name of the person it is about; absent if it is about nobody in particular, or that person is not there any more.
 */
person_name: string | null, };

export type HushView = { 
/**
 * Nothing is told about people who are known.
 */
is_family_silent: boolean, 
/**
 * The blacklist is told of in quiet hours, and while everything is snoozed.
 */
may_blacklist_break_through: boolean, 
/**
 * Whether quiet hours hold.
 */
has_quiet_hours: boolean, 
/**
 * Seven, Monday first; absent where a day has none. Hours belong to the day on which they begin.
 */
quiet_hours: Array<DayHoursView | null>, };

export type SnoozeOfView = { "of": "everything" } | { "of": "strangers" } | { "of": "person", 
/**
 * Who.
 */
person_id: number, };

export type SnoozeView = { 
/**
 * About whom.
 */
what: SnoozeOfView, 
/**
 * The name of the person, if it is about one who is there.
 */
name: string | null, 
/**
 * Until when.
 */
until: number, };

export type SnoozeForView = "quarter_hour" | "hour" | "until_tomorrow";

export type AlertRulesView = { 
/**
 * The rules, in the order they were made.
 */
rules: Array<RuleView>, 
/**
 * The switches and quiet hours.
 */
hush: HushView, 
/**
 * When the quiet hours that hold now are over.
 */
quiet_until: number | null, 
/**
 * What is snoozed now, what ends first coming first.
 */
snoozes: Array<SnoozeView>, 
/**
 * When a snooze until tomorrow would end.
 */
tomorrow_at: number, };

export type AddAlertRule = { 
/**
 * What it says.
 */
says: RuleSaysView, 
/**
 * Whether it holds at once.
 */
is_on: boolean, };

export type ChangeAlertRule = { 
/**
 * Which.
 */
id: number, 
/**
 * What it says from now on.
 */
says: RuleSaysView, 
/**
 * Whether it holds.
 */
is_on: boolean, };

export type AlertRuleById = { 
/**
 * Which.
 */
id: number, };

export type TryAlertRule = { 
/**
 * What it says.
 */
says: RuleSaysView, };

export type SilentCounts = { 
/**
 * The family is silenced.
 */
family: number, 
/**
 * In quiet hours.
 */
quiet_hours: number, 
/**
 * It had told of the same one a short while before.
 */
too_soon: number, };

export type RuleTrialView = { 
/**
 * Since when.
 */
from: number, 
/**
 * How many visits were looked at.
 */
visits: number, 
/**
 * How often it would have told.
 */
told: number, 
/**
 * The latest of those visits, at most 50.
 */
latest: Array<SightingView>, 
/**
 * How often it would have stayed silent, and why.
 */
silent: SilentCounts, };

export type SnoozeAlerts = { 
/**
 * What.
 */
what: SnoozeOfView, 
/**
 * How long.
 */
how_long: SnoozeForView, };

export type SnoozeAlert = { 
/**
 * Which alert.
 */
id: number, 
/**
 * How long.
 */
how_long: SnoozeForView, };

export type EndSnooze = { 
/**
 * What.
 */
what: SnoozeOfView, };

export type WhoView = { 
/**
 * What is thought.
 */
verdict: VerdictView, 
/**
 * The person, if it is one.
 */
person_id: number | null, 
/**
 * The person's name.
 */
name: string | null, 
/**
 * The number in "Visitor 12", which is also the visitor's id.
 */
visitor_number: number | null, };

export type ToldByView = { 
/**
 * Which; it may be gone.
 */
rule_id: number, 
/**
 * What it was about then.
 */
about: RuleKindView, };

export type SeenFromView = "window" | "notification";

export type AlertView = { 
/**
 * Row id; also the name of its scene picture.
 */
id: number, 
/**
 * The sighting that raised it.
 */
sighting_id: number, 
/**
 * Who it was thought to be when it was raised, with the name of then.
 */
then: WhoView, 
/**
 * Who it is thought to be now, with the name of today.
 */
now: WhoView, 
/**
 * The rules that told; none for an alert of an older version.
 */
told_by: Array<ToldByView>, 
/**
 * The camera.
 */
camera_id: number | null, 
/**
 * The camera's name when it was raised.
 */
camera_name: string, 
/**
 * When.
 */
at: number, 
/**
 * How alike to the one with a name, -1 to 1.
 */
similarity: number | null, 
/**
 * What was needed.
 */
threshold: number | null, 
/**
 * The best face, if one was kept.
 */
face_id: number | null, 
/**
 * Whether a picture of the moment was kept.
 */
has_scene: boolean, 
/**
 * When the owner acknowledged it.
 */
acknowledged_at: number | null, 
/**
 * Where; absent for one acknowledged with an older version.
 */
acknowledged_from: SeenFromView | null, };

export type AlertMark = { 
/**
 * When the last one of it was raised.
 */
at: number, 
/**
 * Its row id.
 */
id: number, };

export type AlertList = { 
/**
 * At most this many, 1 to 500.
 */
limit: number, 
/**
 * Those that come after this one in the list.
 */
before: AlertMark | null, 
/**
 * About somebody who is thought to be this now.
 */
verdict: VerdictView | null, 
/**
 * Raised at this camera.
 */
camera_id: number | null, 
/**
 * Those that nobody acknowledged, or the others.
 */
is_open: boolean | null, };

export type AcknowledgeAlert = { 
/**
 * Which.
 */
id: number, };

export type EventView = { "type": "camera_state", 
/**
 * Which.
 */
camera_id: number, 
/**
 * How.
 */
state: CameraStateView, } | { "type": "cameras_changed" } | { "type": "sighting_started", 
/**
 * The sighting.
 */
sighting: SightingView, } | { "type": "sighting_updated", 
/**
 * The sighting.
 */
sighting: SightingView, } | { "type": "sighting_ended", 
/**
 * The sighting.
 */
sighting: SightingView, } | { "type": "alert_raised", 
/**
 * The alert, stored already.
 */
alert: AlertView, } | { "type": "alert_corrected", 
/**
 * The alert.
 */
alert: AlertView, } | { "type": "alert_rules_changed" } | { "type": "open_sighting", 
/**
 * Which.
 */
sighting_id: number, 
/**
 * The alert it raised, where it was asked for on one.
 */
alert_id: number | null, 
/**
 * To give whoever it is a name.
 */
is_to_name: boolean, } | { "type": "alert_acknowledged", 
/**
 * The alert.
 */
alert: AlertView, } | { "type": "people_changed" } | { "type": "visitors_changed" } | { "type": "journal_changed", 
/**
 * What.
 */
journal: JournalView, } | { "type": "settings_changed" } | { "type": "recognition_changed", 
/**
 * How it fares.
 */
recognition: RecognitionView, } | { "type": "backups_changed" } | { "type": "backup_failed", 
/**
 * Why.
 */
trouble: BackupTroubleView, } | { "type": "health_changed", 
/**
 * How the program fares.
 */
health: HealthView, } | { "type": "models_progress", 
/**
 * How far.
 */
progress: ModelsProgress, } | { "type": "keeping_progress", 
/**
 * How far.
 */
progress: KeepingProgress, } | { "type": "system_changed", 
/**
 * Everything.
 */
system: SystemView, };

export type FrameHeader = { 
/**
 * The camera.
 */
camera_id: number, 
/**
 * Number of the frame.
 */
number: number, 
/**
 * When it arrived.
 */
at: number, 
/**
 * Width of the frame in pixels before scaling.
 */
width: number, 
/**
 * Height of the frame in pixels before scaling.
 */
height: number, 
/**
 * Frames analysed a second, over the last seconds.
 */
fps: number, 
/**
 * From arrival to announcement in milliseconds.
 */
delay_ms: number, 
/**
 * The faces on this very frame.
 */
faces: Array<FaceOnFrame>, };

export type FaceOnFrame = { 
/**
 * The same face keeps its number while it is followed.
 */
track: number, 
/**
 * Left, top, width, height as fractions of the frame.
 */
box: [number, number, number, number], 
/**
 * What is thought.
 */
verdict: VerdictView, 
/**
 * The name of a named person.
 */
name: string | null, 
/**
 * How alike to the one named.
 */
similarity: number | null, 
/**
 * What was needed.
 */
threshold: number | null, 
/**
 * Its sighting, once there is one.
 */
sighting_id: number | null, 
/**
 * Its person, if named.
 */
person_id: number | null, 
/**
 * Its visitor, if a stranger.
 */
visitor_id: number | null, 
/**
 * The number in "Visitor 12".
 */
visitor_number: number | null, };

export type ErrorCode = "bad_request" | "not_found" | "name_taken" | "name_empty" | "no_face" | "no_longer_possible" | "models_missing" | "install_failed" | "pack_refused" | "camera_failed" | "disk_full" | "album_unreadable" | "album_too_large" | "backup_foreign" | "backup_damaged" | "backup_newer" | "backup_folder" | "stopped" | "in_use" | "internal";

export type ApiError = { 
/**
 * What the window acts on.
 */
code: ErrorCode, 
/**
 * For the log and the command line.
 */
message: string, 
/**
 * Why the camera did not deliver, with `camera_failed`.
 */
trouble: TroubleView | null, };

export interface Commands {
  system: { request: Nothing; reply: SystemView };
  install_models: { request: Nothing; reply: SystemView };
  packs: { request: Nothing; reply: Array<PackView> };
  use_pack: { request: PackByName; reply: Array<PackView> };
  add_pack: { request: AddPack; reply: Array<PackView> };
  remove_pack: { request: PackByName; reply: Array<PackView> };
  start_demo: { request: Nothing; reply: SystemView };
  leave_demo: { request: Nothing; reply: SystemView };
  cameras: { request: Nothing; reply: Array<CameraView> };
  webcams: { request: Nothing; reply: Array<WebcamView> };
  add_camera: { request: AddCamera; reply: CameraView };
  test_camera: { request: TestCamera; reply: CameraPreview };
  update_camera: { request: UpdateCamera; reply: CameraView };
  order_cameras: { request: OrderCameras; reply: Array<CameraView> };
  camera_picture: { request: CameraPictureOf; reply: CameraPicture };
  face_sizes: { request: CameraById; reply: FaceSizesView };
  remove_camera: { request: CameraById; reply: Nothing };
  people: { request: Nothing; reply: Array<PersonView> };
  person: { request: PersonById; reply: PersonView };
  add_person: { request: AddPerson; reply: Array<PictureOutcome> };
  add_pictures: { request: AddPictures; reply: Array<PictureOutcome> };
  rename_person: { request: RenamePerson; reply: PersonView };
  set_person_kind: { request: SetPersonKind; reply: PersonView };
  remove_person: { request: PersonById; reply: Erased };
  set_person_threshold: { request: SetPersonThreshold; reply: PersonView };
  set_person_note: { request: SetPersonNote; reply: PersonView };
  seen_over: { request: SeenOverQuery; reply: SeenOverView };
  merge_people: { request: MergePeople; reply: PersonView };
  visitors_like: { request: PersonById; reply: Array<LikeVisitorView> };
  move_face: { request: MoveFace; reply: Nothing };
  remove_face: { request: FaceById; reply: Nothing };
  open_album: { request: OpenAlbum; reply: AlbumView };
  upload_album: { request: AlbumPiece; reply: AlbumUpload };
  close_album: { request: AlbumById; reply: Nothing };
  learn_picture: { request: LearnPicture; reply: LearntPicture };
  look_at_picture: { request: LookAtPicture; reply: PictureLook };
  visitor_rows: { request: Nothing; reply: Array<VisitorRow> };
  visitors_by_id: { request: VisitorsById; reply: Array<VisitorView> };
  name_visitors: { request: NameVisitors; reply: Nothing };
  merge_visitors: { request: MergeVisitors; reply: Nothing };
  split_visitors: { request: SplitVisitors; reply: Nothing };
  odd_visitors: { request: VisitorsById; reply: Array<number> };
  odd_faces: { request: VisitorsById; reply: Array<OddFaces> };
  visitors: { request: VisitorList; reply: Array<VisitorView> };
  name_visitor: { request: NameVisitor; reply: PersonView };
  merge_visitor: { request: MergeVisitor; reply: Nothing };
  reject_visitor: { request: RejectVisitor; reply: Nothing };
  split_visitor: { request: SplitVisitor; reply: VisitorView };
  remove_visitor: { request: VisitorById; reply: Erased };
  undo: { request: Nothing; reply: JournalView };
  redo: { request: Nothing; reply: JournalView };
  journal: { request: JournalQuery; reply: Array<ActView> };
  undo_act: { request: ActById; reply: JournalView };
  redo_act: { request: ActById; reply: JournalView };
  sightings: { request: SightingQuery; reply: SightingList };
  find_face: { request: FindFace; reply: Array<FaceMatchView> };
  why: { request: SightingById; reply: WhyView };
  confirm_sighting: { request: SightingById; reply: Nothing };
  move_sighting: { request: MoveSighting; reply: Nothing };
  reject_sighting: { request: RejectSighting; reply: Nothing };
  mark_face: { request: MarkFace; reply: MarkedView };
  keep_marked_face: { request: KeepMarkedFace; reply: SightingView };
  alerts: { request: AlertList; reply: Array<AlertView> };
  acknowledge_alert: { request: AcknowledgeAlert; reply: AlertView };
  acknowledge_all: { request: Nothing; reply: Nothing };
  alert_rules: { request: Nothing; reply: AlertRulesView };
  add_alert_rule: { request: AddAlertRule; reply: AlertRulesView };
  change_alert_rule: { request: ChangeAlertRule; reply: AlertRulesView };
  remove_alert_rule: { request: AlertRuleById; reply: AlertRulesView };
  try_alert_rule: { request: TryAlertRule; reply: RuleTrialView };
  save_hush: { request: HushView; reply: AlertRulesView };
  snooze_alerts: { request: SnoozeAlerts; reply: AlertRulesView };
  snooze_alert: { request: SnoozeAlert; reply: SnoozeView };
  end_snooze: { request: EndSnooze; reply: AlertRulesView };
  storage: { request: Nothing; reply: StorageView };
  tidy_up: { request: Nothing; reply: TidiedView };
  make_backup: { request: MakeBackup; reply: BackupView };
  look_at_backup: { request: BackupAt; reply: BackupView };
  restore_backup: { request: BackupAt; reply: SystemView };
  undo_restore: { request: Nothing; reply: SystemView };
  drop_replaced: { request: Nothing; reply: StorageView };
  stop_keeping: { request: Nothing; reply: Nothing };
  export_person: { request: ExportPerson; reply: ExportView };
  export_everybody: { request: ExportEverybody; reply: ExportView };
  export_sightings: { request: ExportSightings; reply: ExportView };
  sighting_density: { request: DensityQuery; reply: DensityView };
  erase_all: { request: EraseAll; reply: Erased };
  weekly_backup: { request: Nothing; reply: WeeklyBackupView };
  set_weekly_backup: { request: SetWeeklyBackup; reply: WeeklyBackupView };
  pause_cameras: { request: PauseCameras; reply: SystemView };
  autostart: { request: Nothing; reply: AutostartView };
  set_autostart: { request: SetAutostart; reply: AutostartView };
  tray: { request: Nothing; reply: TrayView };
  settings: { request: Nothing; reply: SettingsView };
  save_settings: { request: SettingsView; reply: SettingsView };
  preview_thresholds: { request: ThresholdProposal; reply: ThresholdPreview };
  recognition: { request: Nothing; reply: RecognitionView };
  health: { request: Nothing; reply: HealthView };
  pause_reembedding: { request: PauseReembedding; reply: RecognitionView };
}
