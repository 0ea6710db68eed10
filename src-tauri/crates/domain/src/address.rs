//! Changing the address of a stream without ever showing its secrets.
//!
//! Owns what of an address may be shown to be changed, and putting back what was not shown. Must not open anything.
//! Invariant: user, password and every part of the query that is not known to be harmless never leave; what the owner did
//! not touch stays as it was kept.

use crate::CameraSource;

/// Stands for a part that is kept and not shown.
pub const KEPT: &str = "***";

/// Parts of a query that choose a picture and open nothing.
const HARMLESS: [&str; 22] = [
    "audio",
    "camera",
    "ch",
    "channel",
    "codec",
    "compression",
    "fps",
    "height",
    "mode",
    "profile",
    "proto",
    "quality",
    "rate",
    "resolution",
    "res",
    "stream",
    "streamtype",
    "subtype",
    "tcp",
    "transportmode",
    "unicast",
    "width",
];

/// Who logs in, as the owner types it. What is empty stays as it is kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Login(…)")
    }
}

/// An address in its parts; each is as it was written.
struct Parts<'a> {
    scheme: &'a str,
    login: Option<&'a str>,
    host_and_path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(address: &'a str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let rest = rest.split('#').next().unwrap_or_default();
        // An unescaped '@' or '/' in a password must not leak its tail: the host begins after the last '@' before the query,
        // and a '?' in a password is told from the query by the '@' that follows it.
        let (login, rest) = match rest.rsplit_once('@') {
            Some((login, rest)) if !is_query_before(login) => (Some(login), rest),
            _ => (None, rest),
        };
        let (host_and_path, query) = match rest.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (rest, None),
        };
        Some(Self { scheme, login, host_and_path, query })
    }

    fn pairs(query: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
        query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        })
    }
}

/// An '@' may also stand in a query, as in an address of mail; then a path and the query come before it.
fn is_query_before(login: &str) -> bool {
    login.split_once('?').is_some_and(|(before, query)| before.contains('/') && query.contains('='))
}

impl CameraSource {
    /// The address or path as it may be shown to be changed: without user and password, and with [`KEPT`] for what of the
    /// query is not known to be harmless.
    pub fn for_changing(&self) -> String {
        let Self::Stream { address } = self else { return self.shown() };
        let Some(parts) = Parts::of(address) else { return String::new() };
        let shown = |(name, value): (&str, Option<&str>)| match value {
            Some(value) if is_harmless(name, value) => format!("{name}={value}"),
            Some(_) => format!("{name}={KEPT}"),
            // A word alone may be a key.
            None if is_harmless(name, "") => name.to_owned(),
            None => KEPT.to_owned(),
        };
        let query = parts.query.map(|query| Parts::pairs(query).map(shown).collect::<Vec<_>>().join("&"));
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}://{}{query}", parts.scheme, parts.host_and_path)
    }

    /// Whether a user or a password is kept with it.
    pub fn has_login(&self) -> bool {
        matches!(self, Self::Stream { address } if Parts::of(address).is_some_and(|parts| parts.login.is_some()))
    }

    /// This source in place of `kept`, with what was not shown of `kept` put back: a stream's user and password unless
    /// others are given, and the parts of the query that still read [`KEPT`]. `login` `None`: nobody logs in.
    #[must_use]
    pub fn in_place_of(self, kept: &Self, login: Option<&Login>) -> Self {
        let (Self::Stream { address }, Self::Stream { address: before }) = (&self, kept) else { return self };
        let (Some(parts), Some(before)) = (Parts::of(address), Parts::of(before)) else { return self };
        let login = match (parts.login, login) {
            (Some(typed), _) => Some(typed.to_owned()),
            (None, Some(login)) => joined(login, before.login),
            (None, None) => None,
        };
        let put_back = |(place, (name, value)): (usize, (&str, Option<&str>))| {
            let of_before = || Parts::pairs(before.query.unwrap_or_default());
            match value {
                Some(KEPT) => {
                    let kept = of_before().find(|(other, _)| *other == name).and_then(|(_, value)| value);
                    format!("{name}={}", kept.unwrap_or_default())
                }
                None if name == KEPT => of_before().nth(place).map(|(word, _)| word.to_owned()).unwrap_or_default(),
                Some(value) => format!("{name}={value}"),
                None => name.to_owned(),
            }
        };
        let query =
            parts.query.map(|query| Parts::pairs(query).enumerate().map(put_back).collect::<Vec<_>>().join("&"));
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let login = login.map(|login| format!("{login}@")).unwrap_or_default();
        Self::Stream { address: format!("{}://{login}{}{query}", parts.scheme, parts.host_and_path) }
    }
}

fn is_harmless(name: &str, value: &str) -> bool {
    HARMLESS.contains(&name.to_ascii_lowercase().as_str()) && value.len() <= 16
}

/// User and password as an address holds them; what was not typed is as it was.
fn joined(login: &Login, kept: Option<&str>) -> Option<String> {
    let (kept_user, kept_password) = match kept.map(|kept| kept.split_once(':').unwrap_or((kept, ""))) {
        Some((user, password)) => (user, password),
        None => ("", ""),
    };
    let or_kept = |typed: &str, kept: &str| if typed.is_empty() { kept.to_owned() } else { escaped(typed) };
    let user = or_kept(login.user.trim(), kept_user);
    let password = or_kept(&login.password, kept_password);
    match (user.is_empty(), password.is_empty()) {
        (true, true) => None,
        (_, true) => Some(user),
        _ => Some(format!("{user}:{password}")),
    }
}

/// What is not a letter or a digit could be read as a part of the address.
fn escaped(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(address: &str) -> CameraSource {
        CameraSource::Stream { address: address.into() }
    }

    #[test]
    fn what_is_shown_to_be_changed_holds_no_secret() {
        for (address, shown, has_login) in [
            ("rtsp://anna:s3cret@10.0.0.4:554/live", "rtsp://10.0.0.4:554/live", true),
            ("rtsp://anna:p@ss/w@rd@cam.local/1", "rtsp://cam.local/1", true),
            ("rtsp://anna:s?a=3@cam/cam?channel=1&subtype=0", "rtsp://cam/cam?channel=1&subtype=0", true),
            ("http://cam/mjpg?user=a&password=s3cret&fps=10", "http://cam/mjpg?user=***&password=***&fps=10", false),
            ("http://cam/mjpg?s3cret#s3cret", "http://cam/mjpg?***", false),
            ("http://cam/mjpg?to=a@s3cret", "http://cam/mjpg?to=***", false),
            ("http://cam/x?channel=s3cret-and-longer-than-a-number", "http://cam/x?channel=***", false),
            ("s3cret", "", false),
        ] {
            let source = stream(address);
            assert_eq!((source.for_changing(), source.has_login()), (shown.to_owned(), has_login), "{address}");
        }
        assert_eq!(CameraSource::Webcam { device: "/dev/video0".into() }.for_changing(), "/dev/video0");
    }

    #[test]
    fn what_was_not_touched_is_put_back() {
        let kept = stream("rtsp://anna:s%40cret@10.0.0.4/cam?channel=1&token=abc");
        let login = |user: &str, password: &str| Some(Login { user: user.into(), password: password.into() });
        for (typed, login, becomes, why) in [
            (kept.for_changing(), login("", ""), "rtsp://anna:s%40cret@10.0.0.4/cam?channel=1&token=abc", "nothing"),
            (
                "rtsp://10.0.0.9/cam?channel=2&token=***".into(),
                login("", ""),
                "rtsp://anna:s%40cret@10.0.0.9/cam?channel=2&token=abc",
                "another address",
            ),
            ("rtsp://10.0.0.4/1".into(), login("", "n@w"), "rtsp://anna:n%40w@10.0.0.4/1", "another password"),
            ("rtsp://10.0.0.4/1".into(), login("bo", "x"), "rtsp://bo:x@10.0.0.4/1", "somebody else"),
            ("rtsp://bo:y@10.0.0.4/1".into(), login("", ""), "rtsp://bo:y@10.0.0.4/1", "typed within the address"),
            ("rtsp://10.0.0.4/1".into(), None, "rtsp://10.0.0.4/1", "nobody logs in any more"),
        ] {
            assert_eq!(stream(&typed).in_place_of(&kept, login.as_ref()), stream(becomes), "{why}");
        }
        let word = stream("http://cam/a?s3cret&fps=5");
        assert_eq!(stream(&word.for_changing()).in_place_of(&word, login("", "").as_ref()), word, "a word alone");
        let file = CameraSource::Folder { path: "/a".into() };
        assert_eq!(file.clone().in_place_of(&kept, None), file, "another kind has nothing to be put back");
    }

    #[test]
    fn a_login_is_never_printed() {
        let login = Login { user: "anna".into(), password: "s3cret".into() };
        assert_eq!(format!("{login:?}"), "Login(…)");
    }
}
