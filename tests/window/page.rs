//! What an owner sees and does on the page, by the names that are part of its interface.
//!
//! Owns looking, clicking, typing and waiting. Must not assert what a test is about. Invariants: everything is asked for
//! until it is so or the limit is reached, and then what was there instead is said; whoever clicks sees to a waiting alert
//! first, because it lies over everything.

use crate::program::Program;
use fantoccini::{Locator, error::CmdError, key::Key};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::Path,
    thread::park_timeout,
    time::{Duration, Instant},
};

/// For what takes the program a moment.
pub const SOON: Duration = Duration::from_secs(60);
/// For what somebody on the street has to come for.
pub const A_WHILE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(100);

/// One element with a test's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub text: String,
    data: BTreeMap<String, String>,
}

impl Seen {
    /// A `data-` attribute.
    pub fn data(&self, name: &str) -> &str {
        self.data.get(name).map_or("", String::as_str)
    }
}

/// A face on the shown picture, as a screen reader is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub who: String,
    pub verdict: String,
}

pub fn named(id: &str) -> String {
    format!("[data-testid='{id}']")
}

impl Program {
    /// Asks until there is an answer.
    pub fn until<T>(&self, what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
        let until = Instant::now() + limit;
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            if Instant::now() > until {
                let words = self.script("return document.body.innerText", vec![]);
                panic!(
                    "within {limit:?} it never came to this: {what}\non the page: {words}\nfaces: {:?}",
                    self.labels()
                );
            }
            park_timeout(PAUSE);
        }
    }

    /// Waits for a fact.
    pub fn until_so(&self, what: &str, limit: Duration, mut is_so: impl FnMut() -> bool) {
        self.until(what, limit, || is_so().then_some(()));
    }

    /// All elements of this name, in their order.
    pub fn all(&self, id: &str) -> Vec<Seen> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => \
            ({ text: element.innerText, data: { ...element.dataset } }))";
        let found = self.script(script, vec![json!(named(id))]);
        let one = |seen: &Value| Seen {
            text: seen["text"].as_str().unwrap_or_default().trim().to_owned(),
            data: seen["data"].as_object().map_or_else(BTreeMap::new, |data| {
                data.iter().map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
            }),
        };
        found.as_array().expect("a list").iter().map(one).collect()
    }

    /// Waits for the first of this name that is as wanted.
    pub fn one(&self, id: &str, limit: Duration, is_wanted: impl Fn(&Seen) -> bool) -> Seen {
        let what = format!("a wanted {id}");
        self.until(&what, limit, || self.all(id).into_iter().find(&is_wanted))
    }

    /// The faces on the shown picture.
    pub fn labels(&self) -> Vec<Label> {
        let script = "return [...document.querySelectorAll(arguments[0] + ' > li')].map((face) => \
            [face.textContent, face.dataset.verdict])";
        let found = self.script(script, vec![json!(named("face-label"))]);
        let word = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
        let one = |face: &Value| Label { who: word(&face[0]), verdict: word(&face[1]) };
        found.as_array().expect("a list").iter().map(one).collect()
    }

    /// Clicks as soon as it can be clicked.
    pub fn click(&self, selector: &str) {
        let mut refused = String::new();
        let until = Instant::now() + SOON;
        while Instant::now() < until {
            match self.try_click(selector) {
                Ok(()) => return,
                Err(error) => refused = error.to_string(),
            }
            self.see_to_alerts(selector);
            park_timeout(PAUSE);
        }
        panic!("{selector} cannot be clicked: {refused}");
    }

    /// Goes to a view by the rail.
    pub fn go(&self, view: &str) {
        let item = named(&format!("nav-{view}"));
        let current = format!("{item}[aria-current='page']");
        let is_there = || self.count(&current) == 1;
        self.until_so(&format!("the view {view} is shown"), SOON, || {
            self.click(&item);
            is_there()
        });
    }

    /// Writes into a field in place of what is in it.
    pub fn write(&self, selector: &str, text: &str) {
        self.until_so(&format!("{text:?} is in {selector}"), SOON, || {
            self.see_to_alerts(selector);
            let written = self.command(async {
                let field = self.client().find(Locator::Css(selector)).await?;
                field.clear().await?;
                field.send_keys(text).await?;
                field.prop("value").await
            });
            matches!(written, Ok(Some(value)) if value == text)
        });
    }

    /// Writes into a field and presses Enter. Done when `is_done`; what came in between is done again.
    pub fn enter(&self, selector: &str, text: &str, is_done: impl Fn() -> bool) {
        let line = format!("{text}{}", char::from(Key::Enter));
        self.until_so(&format!("{text:?} is entered in {selector}"), SOON, || {
            self.see_to_alerts(selector);
            let entered: Result<(), CmdError> = self.command(async {
                let field = self.client().find(Locator::Css(selector)).await?;
                field.clear().await?;
                field.send_keys(&line).await
            });
            let patience = Instant::now() + Duration::from_secs(5);
            while entered.is_ok() && !is_done() && Instant::now() < patience {
                park_timeout(PAUSE);
            }
            is_done()
        });
    }

    /// Chooses in every list of that name.
    pub fn choose_in_all(&self, list: &str, value: &str) {
        let script = "for (const list of document.querySelectorAll(arguments[0])) { \
                list.value = arguments[1]; list.dispatchEvent(new Event('change', { bubbles: true })) } \
            return true";
        self.script(script, vec![json!(named(list)), json!(value)]);
    }

    /// Gives a file to a field for files, which may be out of sight under what invites to drop one.
    pub fn give_file(&self, selector: &str, file: &Path) {
        let given = self.command(async {
            let field = self.client().find(Locator::Css(selector)).await?;
            field.send_keys(&file.to_string_lossy()).await
        });
        given.unwrap_or_else(|error| panic!("{selector} takes no file: {error}"));
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> u64 {
        let found = self.script("return document.querySelectorAll(arguments[0]).length", vec![json!(selector)]);
        found.as_u64().expect("a number")
    }

    pub fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.command(self.client().execute(script, arguments)).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    fn try_click(&self, selector: &str) -> Result<(), CmdError> {
        // A click goes to where an element was when it was looked for: what flies in is waited for.
        let rests = "const found = document.querySelector(arguments[0]); \
            return !document.getAnimations().some((one) => one.playState === 'running' && one.effect?.target?.contains(found))";
        self.until_so(&format!("{selector} rests"), SOON, || self.script(rests, vec![json!(selector)]) == true);
        self.command(async { self.client().find(Locator::Css(selector)).await?.click().await })
    }

    /// Acknowledges an alert that lies over what the owner is about to do.
    fn see_to_alerts(&self, selector: &str) {
        if !selector.contains("alert-") && self.count(&named("alert-popup")) > 0 {
            // It may go away by itself meanwhile.
            let _ = self.try_click(&named("alert-acknowledge"));
        }
    }
}
