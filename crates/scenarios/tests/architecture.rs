//! Who may use whom, and what may be written where: the rules of the code map, held against the code itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the helpers of a test may stop it"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What one of our crates may use of the others, and what it must never use from outside.
struct Rule {
    name: &'static str,
    /// Crates of ours it may always use.
    ours: &'static [&'static str],
    /// Crates of ours it may use behind a feature only.
    ours_by_feature: &'static [&'static str],
    /// Crates from outside that would break what it is for.
    never: &'static [&'static str],
}

const SCREEN: [&str; 3] = ["leptos", "leptos_router", "leptos_axum"];
const ANYTHING: &[&str] = &["*"];

/// One row for each crate; a new crate needs a row of its own.
const RULES: &[Rule] = &[
    Rule {
        name: "model",
        ours: &[],
        ours_by_feature: &[],
        never: &["leptos", "tokio", "sqlx", "reqwest", "axum"],
    },
    Rule { name: "platform", ours: &["model"], ours_by_feature: &[], never: &["leptos", "axum", "sqlx"] },
    Rule {
        name: "brightpearl",
        ours: &["model", "platform"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "sqlx"],
    },
    Rule {
        name: "lightspeed",
        ours: &["model", "platform"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "sqlx"],
    },
    Rule { name: "sandbox", ours: &[], ours_by_feature: &[], never: &["leptos", "sqlx"] },
    Rule {
        name: "store",
        ours: &["model"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "sqlx", "reqwest"],
    },
    Rule {
        name: "store-sqlite",
        ours: &["model", "store"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "reqwest"],
    },
    Rule {
        name: "store-postgres",
        ours: &["model", "store"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "reqwest"],
    },
    Rule {
        name: "engine",
        ours: &["model", "platform", "store"],
        ours_by_feature: &[],
        never: &["leptos", "axum", "sqlx", "reqwest"],
    },
    Rule {
        name: "app",
        ours: &["model"],
        ours_by_feature: &["store", "engine"],
        never: &["sqlx", "reqwest"],
    },
    Rule {
        name: "frontend",
        ours: &["app"],
        ours_by_feature: &[],
        never: &["sqlx", "reqwest", "axum", "tokio"],
    },
    Rule { name: "server", ours: ANYTHING, ours_by_feature: &[], never: &["sqlx"] },
    Rule { name: "scenarios", ours: ANYTHING, ours_by_feature: &[], never: &["sqlx", "leptos"] },
    Rule {
        name: "bench",
        ours: &["model", "store", "store-sqlite"],
        ours_by_feature: &[],
        never: &["leptos", "sqlx", "reqwest"],
    },
    Rule { name: "xtask", ours: &[], ours_by_feature: &[], never: &["sqlx", "leptos"] },
];

/// The crates that are the product: what is installed at a merchant's, without what only tests and demos run.
const PRODUCT: [&str; 11] = [
    "app",
    "brightpearl",
    "engine",
    "frontend",
    "lightspeed",
    "model",
    "platform",
    "server",
    "store",
    "store-postgres",
    "store-sqlite",
];

#[test]
fn every_crate_uses_only_what_its_row_in_the_table_allows() {
    let crates = crates();
    let mut wrong = String::new();
    for krate in &crates {
        match RULES.iter().find(|rule| rule.name == krate.name) {
            None => writeln!(wrong, "{} has no row in the table of this test", krate.name).unwrap(),
            Some(rule) => check(rule, krate, &crates, &mut wrong),
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn check(rule: &Rule, krate: &Crate, crates: &[Crate], wrong: &mut String) {
    for (used, optional) in &krate.uses {
        let ours = crates.iter().any(|other| &other.name == used);
        let allowed = rule.ours == ANYTHING
            || rule.ours.contains(&used.as_str())
            || (*optional && rule.ours_by_feature.contains(&used.as_str()));
        if (ours && !allowed) || rule.never.contains(&used.as_str()) {
            writeln!(wrong, "{} must not use {used}", krate.name).unwrap();
        }
    }
}

#[test]
fn only_what_joins_the_parts_knows_both_platforms() {
    let both =
        |krate: &&Crate| ["brightpearl", "lightspeed"].iter().all(|name| krate.uses.contains_key(*name));
    let joiners: Vec<String> = crates().iter().filter(both).map(|krate| krate.name.clone()).collect();
    assert!(
        joiners.iter().all(|name| ["server", "scenarios", "xtask"].contains(&name.as_str())),
        "{joiners:?}"
    );
}

#[test]
fn only_the_screen_and_the_server_know_how_pages_are_drawn() {
    let draws = |krate: &&Crate| SCREEN.iter().any(|name| krate.uses.contains_key(*name));
    let drawing: Vec<String> = crates().iter().filter(draws).map(|krate| krate.name.clone()).collect();
    assert!(drawing.iter().all(|name| ["app", "frontend", "server"].contains(&name.as_str())), "{drawing:?}");
}

#[test]
fn the_engine_names_neither_platform() {
    let vendors = ["brightpearl", "lightspeed"];
    let found = lines_of("engine", |line| vendors.iter().any(|vendor| line.to_lowercase().contains(vendor)));
    assert!(found.is_empty(), "the engine's code must work for any platform:\n{found}");
}

#[test]
fn sql_is_written_only_where_records_are_kept() {
    let outside =
        crates().into_iter().filter(|krate| !krate.name.starts_with("store-")).map(|krate| krate.name);
    let found: String = outside.map(|name| lines_of(&name, is_sql)).collect();
    assert!(found.is_empty(), "SQL belongs into store-sqlite and store-postgres:\n{found}");
}

#[test]
fn no_page_holds_markup_made_from_text_or_a_style_of_its_own() {
    // What the build made of `style/` is carried along by every page; the policy knows it by the page's nonce.
    let built = |line: &str| line.trim() == "<style nonce=nonce.clone()>{sheet}</style>";
    let forbidden = ["inner_html", "style=", "style:", "<style"];
    let found = lines_of("app", |line| !built(line) && forbidden.iter().any(|text| line.contains(text)));
    assert!(found.is_empty(), "the content security policy forbids these, and so does safety:\n{found}");
}

#[test]
fn no_file_of_the_product_is_too_long_to_read() {
    let mut long = String::new();
    for krate in crates().iter().filter(|krate| PRODUCT.contains(&krate.name.as_str())) {
        for path in sources(&krate.folder) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 450 {
                writeln!(long, "{}: {lines} lines", path.display()).unwrap();
            }
        }
    }
    assert!(long.is_empty(), "files over 450 lines are hard to hold in mind; part them:\n{long}");
}

#[test]
fn the_lines_that_are_held_against_the_rules_are_those_of_the_code() {
    let source = "// brightpearl in a comment\nlet code = 1; // and behind code\n#[cfg(test)]\nmod tests { let test = 2; }\n";
    assert_eq!(
        code_lines(source).map(|(number, line)| format!("{number} {line}")).collect::<String>(),
        "2 let code = 1; "
    );
}

#[test]
fn sql_is_told_from_plain_words() {
    for sql in [
        "\"SELECT id FROM record\"",
        "insert into block (key)",
        "query(\"delete from record\")",
        "\"UPDATE record SET x\"",
    ] {
        assert!(is_sql(sql), "{sql}");
    }
    for words in
        ["\"Select a shop\"", "\"Update the setting\"", "fn delete_from_list()", "let from = select(all);"]
    {
        assert!(!is_sql(words), "{words}");
    }
}

/// One crate of this workspace.
struct Crate {
    name: String,
    folder: PathBuf,
    /// The crates it uses outside of its tests, and whether only behind a feature.
    uses: BTreeMap<String, bool>,
}

/// All crates of this workspace, as cargo reads their manifests.
fn crates() -> Vec<Crate> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().iter().map(read_crate).collect()
}

fn read_crate(package: &Value) -> Crate {
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let normal = |dependency: &&Value| dependency["kind"].is_null();
    let uses = package["dependencies"].as_array().unwrap().iter().filter(normal).map(|dependency| {
        (dependency["name"].as_str().unwrap().to_owned(), dependency["optional"].as_bool().unwrap())
    });
    Crate {
        name: package["name"].as_str().unwrap().to_owned(),
        folder: manifest.parent().unwrap().to_path_buf(),
        uses: uses.collect(),
    }
}

/// The Rust files under a crate's `src`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join("src")];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines of a crate's code that match, each with its place; comments and tests are left out.
fn lines_of(name: &str, matches: impl Fn(&str) -> bool) -> String {
    let mut found = String::new();
    let Some(krate) = crates().into_iter().find(|krate| krate.name == name) else { return found };
    for path in sources(&krate.folder) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (number, line) in code_lines(&text).filter(|(_, line)| matches(line)) {
            writeln!(found, "{}:{number}: {}", path.display(), line.trim()).unwrap();
        }
    }
    found
}

/// The lines of code with their numbers, without comments, up to the tests at the file's end.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    code.map(|(index, line)| (index + 1, line.split_once("//").map_or(line, |(code, _)| code)))
        .filter(|(_, line)| !line.trim().is_empty())
}

/// Says whether a statement in SQL begins on this line, as its first word or the first of a text.
fn is_sql(line: &str) -> bool {
    let line = line.to_lowercase();
    let begins = |verb: &str| line.trim_start().starts_with(verb) || line.contains(&format!("\"{verb}"));
    let statements =
        [("select ", " from "), ("update ", " set "), ("insert into ", ""), ("delete from ", "")];
    statements.iter().any(|(verb, word)| begins(verb) && line.contains(word))
}
