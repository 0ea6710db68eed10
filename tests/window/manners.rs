//! How the window behaves on a desktop: one for each home, put away in the tray and brought back, where it was, and out of
//! sight when it is asked to be.

use crate::{
    desktop::{Desktop, Sight, TrayPanel, close_window, sight_of},
    home::Home,
    page::{SOON, Seen, named},
    program::{PROGRAM, Program},
};
use fantoccini::{
    actions::{InputSource as _, KeyAction, KeyActions},
    key::Key,
};
use std::{
    fs,
    process::{Command, Output},
};

const WINDOW: &str = "Porchlight";
const OPEN: &str = "Open Porchlight";
/// In the heading of what is said once.
const GOES_ON: &str = "goes on watching";

impl Program {
    /// Waits until the window is on the screen, or no longer.
    fn until_shown(&self, is_shown: bool) {
        self.until_so(&format!("that the window is on the screen is {is_shown}"), SOON, || {
            sight_of(WINDOW).is_some_and(|sight| sight.is_shown == is_shown)
        });
    }

    fn close_to_tray(&self) {
        close_window(WINDOW);
        self.until_shown(false);
    }

    /// Presses a key wherever the focus is. One that ends the program is not answered.
    fn press(&self, key: Key) {
        let value = char::from(key);
        let keyboard = KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        let _may_end_it = self.command(self.client().perform_actions(keyboard));
    }

    fn sight(&self) -> Sight {
        self.until("the window is there", SOON, || sight_of(WINDOW))
    }
}

/// Starts the program once more on the same home, and waits until that start ends.
fn start_again(home: &Home, arguments: &[&str]) -> Output {
    let start = Command::new(PROGRAM).arg("--data-dir").arg(home.data_dir()).args(arguments).output();
    start.expect("the program starts")
}

#[test]
fn a_second_start_ends_at_once_and_its_sighting_is_shown_by_the_first() {
    let home = Home::new("second");
    let program = Program::start(&home, &["--demo"]);
    program.until_live();
    program.go("timeline");
    let sighting = program.one("timeline-row", SOON, |_| true).data("sighting").to_owned();
    program.go("live");

    let second = start_again(&home, &["--sighting", &sighting]);
    assert!(second.status.success(), "{second:?}");
    let is_asked = |panel: &Seen| panel.data("sighting") == sighting && panel.data("ready") == "true";
    program.one("why-panel", SOON, is_asked);
    assert_eq!(program.count("[data-testid='nav-timeline'][aria-current='page']"), 1, "in the timeline");

    // A number that nobody could have is refused where it was written, and the window stays as it is.
    let refused = start_again(&home, &["--sighting", "twelve"]);
    let words = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && words.contains("by its number or its link"), "{refused:?}");
    assert!(program.all("why-panel").iter().any(is_asked));

    // One that is not there is said to be gone, where its reasons would be.
    let gone = start_again(&home, &["--sighting", "porchlight://sighting/987654"]);
    assert!(gone.status.success(), "{gone:?}");
    program.one("why-gone", SOON, |_| true);
    program.quit();

    // The same from the beginning.
    let program = Program::start(&home, &["--sighting", &sighting]);
    program.one("why-panel", SOON, is_asked);
    program.quit();
}

#[test]
fn a_window_that_is_closed_lies_in_the_tray_until_it_is_wanted_and_the_owner_is_told_once() {
    let home = Home::new("tray");
    let (desktop, mut panel) = (Desktop::start(&home), TrayPanel::start());
    let program = Program::start(&home, &[]);
    program.one("nav-live", SOON, |_| true);
    assert!(program.sight().is_shown);

    program.close_to_tray();
    let told = desktop.notification_of(&program, GOES_ON);
    assert!(told["body"].as_str().is_some_and(|words| words.contains("“Quit” in its menu")), "{told}");
    panel.click(&program, OPEN);
    program.until_shown(true);

    program.close_to_tray();
    let second = start_again(&home, &[]);
    assert!(second.status.success(), "{second:?}");
    program.until_shown(true);
    assert_eq!(desktop.notifications_of(GOES_ON).len(), 1, "it was said once");

    // A panel that went away takes the tray with it, and the settings say so.
    program.go("settings");
    let switch = named("settings-close-to-tray");
    program.until_so("it can be switched", SOON, || program.count(&format!("{switch}:not(:disabled)")) == 1);
    drop(panel);
    program.go("live");
    program.go("settings");
    program.until_so("it cannot be switched", SOON, || program.count(&format!("{switch}:disabled")) == 1);

    // Another panel comes: the owner would rather have closing end the program.
    let _panel = TrayPanel::start();
    program.go("live");
    program.go("settings");
    program.click(&format!("{switch}:not(:disabled)"));
    program.until_so("it is off", SOON, || program.count(&format!("{switch}[aria-checked='false']")) == 1);
    close_window(WINDOW);
    program.until_gone("closed");
}

#[test]
fn the_menu_opens_by_its_key_and_its_last_line_ends_the_program() {
    let home = Home::new("menu");
    let (_desktop, _panel) = (Desktop::start(&home), TrayPanel::start());
    let program = Program::start(&home, &[]);
    program.one("nav-live", SOON, |_| true);
    program.press(Key::F10);
    program.one("menu-list", SOON, |_| true);
    program.press(Key::End);
    let is_chosen = format!("{}[data-entry='quit'][data-highlighted]", named("menu-line"));
    program.until_so("the last line is chosen", SOON, || program.count(&is_chosen) == 1);
    // Where a window that is closed would go to the tray, this ends it.
    program.press(Key::Enter);
    program.until_gone("told so in its menu");
}

#[test]
fn where_there_is_no_graphics_card_the_web_view_is_told() {
    let home = Home::new("renderer");
    let program = Program::start(&home, &[]);
    program.one("nav-live", SOON, |_| true);
    let has_card = fs::read_dir("/dev/dri")
        .is_ok_and(|cards| cards.flatten().any(|card| card.file_name().to_string_lossy().starts_with("render")));
    let environment = fs::read(format!("/proc/{}/environ", program.process())).expect("the program runs");
    let is_told = environment.split(|byte| *byte == 0).any(|word| word == b"WEBKIT_DISABLE_DMABUF_RENDERER=1");
    assert!(is_told != has_card, "there is a card: {has_card}; the web view is told: {is_told}");
    program.quit();
}

#[test]
fn the_window_comes_back_where_it_was_and_as_large() {
    let home = Home::new("place");
    let program = Program::start(&home, &[]);
    let placed = program.command(program.client().set_window_rect(137, 91, 1100, 700));
    placed.expect("a window has a place");
    let wanted = Sight { is_shown: true, corner: (137, 91), size: (1100, 700) };
    program.until_so("it is there", SOON, || sight_of(WINDOW) == Some(wanted));
    program.quit();

    let program = Program::start_as_it_was(&home, &[], &[]);
    program.until_so("it is there again", SOON, || sight_of(WINDOW) == Some(wanted));
    program.quit();
}

#[test]
fn a_hidden_start_is_out_of_sight_only_where_a_tray_could_bring_it_back() {
    let home = Home::new("hidden");
    let program = Program::start_as_it_was(&home, &["--hidden"], &[]);
    program.until_shown(true);
    program.quit();

    let mut panel = TrayPanel::start();
    let program = Program::start_as_it_was(&home, &["--hidden"], &[]);
    program.one("nav-live", SOON, |_| true);
    assert!(sight_of(WINDOW).is_none_or(|sight| !sight.is_shown), "the page is there, and nobody sees it");
    panel.click(&program, OPEN);
    program.until_shown(true);
    program.quit();
}
