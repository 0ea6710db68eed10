//! The rules of `docs/architecture.md` and `docs/style.md` that a machine can check, each a test named by its claim.
//!
//! Owns: which crate may use which, who alone may use a heavy dependency, and how a file looks. It reads `cargo metadata`, the
//! lock files and the sources; it must not know what any of them does. Invariant: every rule here first shows that it
//! found something to look at, so that none can pass by looking in the wrong place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// Our crates, innermost first, and what of ours each may use outside of tests.
const ALLOWED_EDGES: &[(&str, &[&str])] = &[
    ("porchlight-domain", &[]),
    ("porchlight-drawing", &["porchlight-domain"]),
    ("porchlight-vision", &["porchlight-domain"]),
    ("porchlight-camera", &["porchlight-domain", "porchlight-drawing"]),
    ("porchlight-store", &["porchlight-domain"]),
    ("porchlight-index", &["porchlight-domain"]),
    (
        "porchlight-engine",
        &["porchlight-domain", "porchlight-vision", "porchlight-camera", "porchlight-store", "porchlight-index"],
    ),
    // The boundary maps what the engine passes through (rows of the store, pictures, models, sources to try) and nothing more.
    (
        "porchlight-api",
        &["porchlight-domain", "porchlight-vision", "porchlight-camera", "porchlight-store", "porchlight-engine"],
    ),
    ("porchlight-testkit", &["porchlight-domain", "porchlight-drawing"]),
    (
        "porchlight",
        &[
            "porchlight-domain",
            "porchlight-vision",
            "porchlight-camera",
            "porchlight-store",
            "porchlight-engine",
            "porchlight-api",
        ],
    ),
];

/// Crates with one owner each: what they bring is known in one place only, and can be replaced there.
const ONE_OWNER: &[(&str, &str)] = &[
    ("tauri", "porchlight"),
    ("ort", "porchlight-vision"),
    ("rusqlite", "porchlight-store"),
    ("nokhwa", "porchlight-camera"),
    ("usearch", "porchlight-index"),
];

const MOST_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file under a folder with one of these endings, except what was installed or built.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !["node_modules", "dist", "target", "gen"].contains(&name) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no {endings:?} under {folder}: this rule looks in the wrong place");
    found.sort();
    found
}

fn rust_files() -> Vec<PathBuf> {
    ["src-tauri", "tests", "benches"]
        .into_iter()
        .filter(|folder| *folder == "src-tauri" || root().join(folder).is_dir())
        .flat_map(|folder| {
            if folder == "benches"
                && fs::read_dir(root().join(folder)).is_ok_and(|mut entries| entries.next().is_none())
            {
                Vec::new()
            } else {
                files(folder, &[".rs"])
            }
        })
        .collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

fn ours() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().expect("cargo metadata")
}

#[test]
fn our_crates_use_each_other_in_one_direction_only() {
    let metadata = ours();
    let names: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let known: BTreeSet<&str> = ALLOWED_EDGES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known, "a new crate is placed in ALLOWED_EDGES and in docs/architecture.md first");

    let allowed: BTreeMap<&str, &[&str]> = ALLOWED_EDGES.iter().copied().collect();
    let mut broken = Vec::new();
    for package in &metadata.packages {
        for dependency in package.dependencies.iter().filter(|dependency| names.contains(dependency.name.as_str())) {
            // Scripted parts and drawn people serve any test; they must not come along with what is tested.
            let serves_tests = ["porchlight-testkit", "porchlight-drawing"].contains(&dependency.name.as_str())
                && dependency.kind == DependencyKind::Development;
            if !serves_tests && !allowed[package.name.as_str()].contains(&dependency.name.as_str()) {
                broken.push(format!("{} -> {} ({})", package.name, dependency.name, dependency.kind));
            }
        }
    }
    assert_none(&broken, "these arrows are not on the map");
}

#[test]
fn the_window_the_models_the_database_and_the_webcam_have_one_owner_each() {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .features(CargoOpt::AllFeatures)
        .other_options(["--locked", "--filter-platform", "x86_64-unknown-linux-gnu"].map(str::to_owned))
        .exec()
        .expect("cargo metadata with dependencies");
    let packages: BTreeMap<&PackageId, &Package> =
        metadata.packages.iter().map(|package| (&package.id, package)).collect();
    let members: BTreeSet<&PackageId> = metadata.workspace_members.iter().collect();
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let used_by: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let outside_of_tests = node
                .deps
                .iter()
                .filter(|dependency| dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development));
            (&node.id, outside_of_tests.map(|dependency| &dependency.pkg).collect())
        })
        .collect();

    let mut owners_found = BTreeSet::new();
    let mut broken = Vec::new();
    for member in &members {
        // Everything this crate brings in by itself: foreign crates to any depth, but not through another crate of ours.
        let mut reached = BTreeSet::new();
        let mut ahead: Vec<&PackageId> = used_by[*member].clone();
        while let Some(id) = ahead.pop() {
            if !members.contains(id) && reached.insert(id) {
                ahead.extend(used_by[id].iter().copied());
            }
        }
        let owner = packages[*member].name.as_str();
        for id in reached {
            let name = packages[id].name.as_str();
            let guarded = ONE_OWNER
                .iter()
                .find(|(guarded, _)| name == *guarded || name.starts_with(&format!("{guarded}-plugin")));
            match guarded {
                Some((_, only)) if *only == owner => drop(owners_found.insert(*only)),
                Some((_, only)) => broken.push(format!("{owner} brings in {name}, which belongs to {only}")),
                None => {}
            }
        }
    }
    assert_none(&broken, "a heavy dependency left its place");
    let expected: BTreeSet<&str> = ONE_OWNER.iter().map(|(_, only)| *only).collect();
    assert_eq!(owners_found, expected, "an owner no longer uses what it owns: this rule watches nothing");
}

#[test]
fn only_the_binary_and_tests_use_errors_without_a_type() {
    let metadata = ours();
    let users: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| {
            let uses = |dependency: &cargo_metadata::Dependency| {
                dependency.name == "anyhow" && dependency.kind != DependencyKind::Development
            };
            package.dependencies.iter().any(uses)
        })
        .map(|package| package.name.to_string())
        .collect();
    assert_eq!(users, ["porchlight"], "a crate's errors have names; anyhow is for the binary");
}

#[test]
fn every_rust_file_says_first_what_it_owns() {
    let broken: Vec<String> =
        rust_files().iter().filter(|path| !read(path).starts_with("//!")).map(|path| shown(path)).collect();
    assert_none(&broken, "these do not begin with //!");
}

#[test]
fn no_source_file_is_longer_than_five_hundred_lines() {
    let mut paths = rust_files();
    paths.extend(files("ui/src", &[".ts", ".svelte"]).into_iter().filter(|path| !shown(path).contains("/contract/")));
    let broken: Vec<String> = paths
        .iter()
        .map(|path| (shown(path), read(path).lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert_none(&broken, "split these");
}

#[test]
fn nothing_is_left_open_and_no_test_is_switched_off() {
    // Put together here, so that this file does not find itself.
    let left_open = ["TO", "FIX"].map(|start| format!("{start}{}", if start == "TO" { "DO" } else { "ME" }));
    let switched_off = ["#[ig", "it.sk", "test.sk", "describe.sk", "it.on", "test.on", "describe.on"]
        .into_iter()
        .zip(["nore", "ip(", "ip(", "ip(", "ly(", "ly(", "ly("])
        .map(|(start, end)| format!("{start}{end}"));
    let marks: Vec<String> = left_open.into_iter().chain(switched_off).collect();

    let mut paths = rust_files();
    paths.extend(files("ui/src", &[".ts", ".svelte", ".css"]));
    let mut broken = Vec::new();
    for path in paths {
        for (number, line) in read(&path).lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(mark.as_str())) {
                broken.push(format!("{}:{}: {mark}", shown(&path), number + 1));
            }
        }
    }
    assert_none(&broken, "finish these, or write down elsewhere why not");
}

/// The first colour written out in a line, if any: `#` and 3, 4, 6 or 8 hexadecimal digits, or `rgb(`, `hsl(` and their like with
/// a number in them. A private field (`this.#face`, or `#face` outside quotes in a script) is none.
fn raw_colour(line: &str, is_script: bool) -> Option<String> {
    let bytes = line.as_bytes();
    for (at, _) in line.match_indices('#') {
        let digits = line[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let ends = line[at + 1 + digits..]
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '-');
        let before = at.checked_sub(1).map_or(' ', |before| char::from(bytes[before]));
        let starts =
            if is_script { "\"'`".contains(before) } else { !before.is_alphanumeric() && !"&{./".contains(before) };
        if [3, 4, 6, 8].contains(&digits) && ends && starts {
            return Some(line[at..=at + digits].to_owned());
        }
    }
    ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "lab(", "lch(", "hwb("].into_iter().find_map(|name| {
        let at = line.find(name)?;
        let follows_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let argument = line[at + name.len()..].trim_start();
        let is_number = argument.starts_with(|first: char| first.is_ascii_digit() || first == '.');
        (!follows_word && is_number).then(|| name.to_owned())
    })
}

#[test]
fn a_colour_is_told_from_what_only_looks_like_one() {
    for (line, is_script) in [
        ("  color: #fff;", false),
        ("  background: linear-gradient(#0b1530, transparent);", false),
        ("<rect fill=\"#0b153080\" />", false),
        ("  color: rgb(1 2 3);", false),
        ("const red = '#e5322d';", true),
        ("const red = `hsl(0, 50%, 50%)`;", true),
    ] {
        assert!(raw_colour(line, is_script).is_some(), "{line} has a raw colour");
    }
    for (line, is_script) in [
        ("{#each faces as face}", false),
        ("  color: var(--text);", false),
        ("  color: rgb(from var(--accent) r g b / 0.4);", false),
        ("  this.#face = face;", true),
        ("  #face = null;", true),
        ("<a href=\"/add#cameras\">", false),
    ] {
        assert_eq!(raw_colour(line, is_script), None, "{line} has none");
    }
}

#[test]
fn no_component_writes_a_colour_out() {
    let mut broken = Vec::new();
    for path in files("ui/src", &[".svelte", ".css", ".ts"]) {
        let name = shown(&path);
        // The fake backend paints what a camera would show: a picture has colours of its own, the page around it has not.
        let paints_a_picture = name.contains("/backend/fake/");
        if name.ends_with("design/tokens.css") || paints_a_picture || name.ends_with(".test.ts") {
            continue;
        }
        let mut is_script = name.ends_with(".ts");
        for (number, line) in read(&path).lines().enumerate() {
            is_script = (is_script || line.starts_with("<script")) && !line.contains("</script>");
            if let Some(colour) = raw_colour(line, is_script) {
                broken.push(format!("{name}:{}: {colour}", number + 1));
            }
        }
    }
    assert_none(&broken, "colours have names, in ui/src/design/tokens.css");
}

#[test]
fn one_file_of_the_page_knows_tauri() {
    let users: Vec<String> = files("ui/src", &[".svelte", ".ts"])
        .iter()
        .filter(|path| {
            read(path).lines().any(|line| line.contains("@tauri-apps/") && !line.trim_start().starts_with("//"))
        })
        .map(|path| shown(path))
        .collect();
    assert_eq!(users.len(), 1, "the backend's one file imports @tauri-apps, found: {users:?}");
}

#[test]
fn lock_files_name_no_host_to_download_from() {
    let cargo_registry = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let cargo = read("Cargo.lock");
    let foreign: Vec<String> = cargo
        .lines()
        .filter(|line| line.starts_with("source = ") && *line != cargo_registry)
        .map(str::to_owned)
        .collect();
    assert!(cargo.contains(cargo_registry), "Cargo.lock names its packages");
    assert_none(&foreign, "a crate comes from the registry only");

    for lock in ["ui/package-lock.json", "runtime/package-lock.json", "runtime/compatibility/package-lock.json"] {
        let text = read(lock);
        assert!(text.contains("\"integrity\""), "{lock} pins its packages by hash");
        let hosts: Vec<String> = text
            .lines()
            .filter(|line| line.contains("://") && (line.contains("\"resolved\"") || line.contains("registry")))
            .map(|line| format!("{lock}: {}", line.trim()))
            .collect();
        assert_none(&hosts, "whoever installs chooses the mirror");
    }
}

#[test]
fn every_dependency_has_its_reason_on_the_map() {
    let map = read("docs/architecture.md");
    let manifest = read("Cargo.toml");
    let section = manifest.split_once("[workspace.dependencies]").expect("the section is there").1;
    let section = section.split_once("\n[").map_or(section, |(section, _)| section);
    let mut names: Vec<String> = section
        .lines()
        .filter_map(|line| line.split_once('=').map(|(name, _)| name.trim().to_owned()))
        .filter(|name| !name.starts_with('#'))
        .collect();
    assert!(names.len() > 20, "the root manifest names its dependencies");

    let page: serde_json::Value = serde_json::from_str(&read("ui/package.json")).expect("ui/package.json is JSON");
    for kind in ["dependencies", "devDependencies"] {
        names.extend(page[kind].as_object().into_iter().flat_map(|named| named.keys().cloned()));
    }
    let reasons: BTreeSet<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("- `"))
        .filter_map(|line| line.split_once("`: ").filter(|(_, reason)| reason.len() > 10).map(|(name, _)| name))
        .collect();
    let broken: Vec<String> = names.into_iter().filter(|name| !reasons.contains(name.as_str())).collect();
    assert_none(&broken, "docs/architecture.md gives no reason for these (a line beginning \"- `name`: \")");
}
