//! The TypeScript that the window is compiled against.
//!
//! Owns the generation; the text is committed at `ui/src/lib/contract/contract.ts` and a test fails when it is stale.

use crate::{ApiError, ErrorCode, commands, wire::*};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($config:expr, $($name:ty),* $(,)?) => {
        [$(format!("export {}\n", <$name as TS>::decl($config))),*].join("\n")
    };
}

/// The whole contract as one TypeScript file.
pub fn contract_typescript() -> String {
    let config = Config::new().with_large_int("number");
    let types = declarations!(
        &config,
        Nothing,
        SystemView,
        ModelsView,
        ModelFileView,
        ModelsProgress,
        PackView,
        PackStateView,
        PackByName,
        AddPack,
        JournalView,
        ThemeView,
        LanguageView,
        EffortView,
        SettingsView,
        ThresholdProposal,
        NameCount,
        ThresholdPreview,
        ReembeddingView,
        CacheView,
        RecognitionView,
        PauseReembedding,
        StageName,
        TimesView,
        StageHealthView,
        CameraHealthView,
        SavingView,
        StepReasonView,
        StepView,
        GovernorView,
        HealthView,
        ActorView,
        PartyView,
        ActView,
        JournalQuery,
        ActById,
        CameraView,
        CameraStateView,
        CameraSettingsView,
        AreaKindView,
        AreaView,
        LoginInput,
        OrderCameras,
        CameraPictureOf,
        CameraPicture,
        SizeAdviceView,
        FaceSizesView,
        TroubleView,
        SourceInput,
        AddCamera,
        TestCamera,
        CameraPreview,
        CameraById,
        UpdateCamera,
        WebcamView,
        PersonKindView,
        LookAlikeView,
        PersonView,
        FaceRef,
        PersonById,
        FaceById,
        AddPerson,
        AddPictures,
        PictureInput,
        PictureOutcome,
        PictureVerdict,
        RenamePerson,
        SetPersonKind,
        SetPersonThreshold,
        SetPersonNote,
        SeenOverQuery,
        SeenOverView,
        SeenAtView,
        MergePeople,
        Erased,
        OpenAlbum,
        AlbumPiece,
        AlbumUpload,
        AlbumView,
        AlbumPicture,
        AlbumById,
        PictureSource,
        LearnPicture,
        LearntPicture,
        AlreadyView,
        LookAtPicture,
        PictureLook,
        VerdictView,
        CandidateView,
        NoNameView,
        SightingView,
        SightingQuery,
        SightingList,
        FindFace,
        MarkFace,
        KeepMarkedFace,
        MarkedView,
        NoMarkView,
        FaceMatchView,
        SightingById,
        CountedFaceView,
        WhyView,
        MoveTarget,
        MoveFace,
        MoveSighting,
        RejectSighting,
        SubjectView,
        VisitorView,
        VisitorList,
        VisitorById,
        NameVisitor,
        MergeVisitor,
        RejectVisitor,
        SplitVisitor,
        VisitorRow,
        VisitorsById,
        NameVisitors,
        MergeVisitors,
        SplitVisitors,
        OddFaces,
        LikeVisitorView,
        RuleKindView,
        RuleAboutView,
        RulePlaceView,
        DayHoursView,
        RuleSaysView,
        RuleView,
        HushView,
        SnoozeOfView,
        SnoozeView,
        SnoozeForView,
        AlertRulesView,
        AddAlertRule,
        ChangeAlertRule,
        AlertRuleById,
        TryAlertRule,
        SilentCounts,
        RuleTrialView,
        SnoozeAlerts,
        SnoozeAlert,
        EndSnooze,
        WhoView,
        ToldByView,
        SeenFromView,
        AlertView,
        AlertList,
        AcknowledgeAlert,
        EventView,
        FrameHeader,
        FaceOnFrame,
        ErrorCode,
        ApiError,
    );
    format!(
        "// Generated from src-tauri/crates/api. Do not edit: run `UPDATE_CONTRACT=1 cargo test -p porchlight-api`.\n\n\
         {types}\n{}",
        commands::typescript(&config)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_committed_typescript_is_the_generated_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/lib/contract/contract.ts");
        let generated = contract_typescript();
        if std::env::var_os("UPDATE_CONTRACT").is_some() {
            std::fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
            std::fs::write(&path, &generated).expect("can be written");
        }
        let committed = std::fs::read_to_string(&path).expect("the contract is committed");
        assert_eq!(committed, generated, "stale: run UPDATE_CONTRACT=1 cargo test -p porchlight-api");
    }
}
