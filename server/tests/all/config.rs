use std::path::Path;

use clap::Parser;
use server::cli::Cli;
use server::config::{Config, LogFormat, Sources};

/// The settings of a command line and an environment.
fn sources(line: &str, env: &[(&str, &str)]) -> Sources {
    let cli = Cli::try_parse_from(line.split_whitespace()).unwrap();
    cli.command.sources(env.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

fn read(line: &str, env: &[(&str, &str)]) -> Result<Config, String> {
    Config::read(&sources(line, env)).map_err(|problems| problems.to_string())
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

fn with_file(path: &Path, env: &[(&str, &str)]) -> Result<Config, String> {
    read(&format!("lockstep serve --config {}", path.display()), env)
}

const BRIGHTPEARL: [(&str, &str); 4] = [
    ("LOCKSTEP_BRIGHTPEARL_URL", "https://euw1.brightpearlconnect.com"),
    ("LOCKSTEP_BRIGHTPEARL_ACCOUNT", "acme"),
    ("LOCKSTEP_BRIGHTPEARL_APP_REF", "acme_lockstep"),
    ("LOCKSTEP_BRIGHTPEARL_STAFF_TOKEN", "s3cret-token"),
];

#[test]
fn nothing_has_to_be_set() {
    let config = read("lockstep serve", &[]).unwrap();
    assert_eq!((config.listen.bind.to_string().as_str(), config.listen.port), ("127.0.0.1", 3000));
    assert!(config.brightpearl.is_none() && config.lightspeed.is_none() && !config.allow_local_platforms);
    assert_eq!((config.log.filter.as_str(), config.log.format), ("info", LogFormat::Text));
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file = file("port = 1\nbind = \"::1\"\ndata = \"from-file\"\n[log]\nformat = \"json\"\n");
    let line = format!("lockstep serve --port 3 --config {}", file.path().display());
    let config =
        read(&line, &[("LOCKSTEP_PORT", "2"), ("LOCKSTEP_DATA", "from-env"), ("LOCKSTEP_BIND", "")]).unwrap();
    assert_eq!(config.listen.port, 3);
    assert_eq!(config.data.unwrap().to_str(), Some("from-env"));
    assert_eq!(config.listen.bind.to_string(), "::1", "an empty variable is not set");
    assert_eq!(config.log.format, LogFormat::Json);
}

#[test]
fn all_problems_are_told_at_once_and_each_says_what_to_do() {
    let env = [
        ("LOCKSTEP_PORT", "70000"),
        ("LOCKSTEP_BIND", "0.0.0.0"),
        ("LOCKSTEP_DATABASE_URL", "postgres://lockstep:hunter2@db/lockstep"),
        ("LOCKSTEP_BRIGHTPEARL_ACCOUNT", "acme"),
        ("LOCKSTEP_LIGHTSPEED_URL", "http://10.0.0.1/API/V3"),
        ("LOCKSTEP_SANDBOX_LAG_MS", "9..1"),
        ("LOCKSTEP_LOG_LEVEL", "loud"),
        ("LOCKSTEP_LOG_FORMAT", "xml"),
        ("LOCKSTEP_ALLOW_LOCAL_PLATFORMS", "maybe"),
    ];
    let told = read("lockstep serve", &env).unwrap_err();
    for part in [
        "LOCKSTEP_PORT is “70000”: give a port from 0 to 65535",
        "has no sign-in yet",
        "SQLite only",
        "set LOCKSTEP_BRIGHTPEARL_URL, LOCKSTEP_BRIGHTPEARL_APP_REF, LOCKSTEP_BRIGHTPEARL_STAFF_TOKEN as well",
        "LOCKSTEP_LIGHTSPEED_URL",
        "LOCKSTEP_SANDBOX_LAG_MS",
        "LOCKSTEP_LOG_LEVEL",
        "text or json",
        "true or false",
    ] {
        assert!(told.contains(part), "{part} is missing in\n{told}");
    }
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn nothing_but_loopback_can_be_bound() {
    for bind in ["0.0.0.0", "::", "192.168.1.4"] {
        let told = read(&format!("lockstep demo --bind {bind}"), &[]).unwrap_err();
        assert!(told.contains("sign-in"), "{told}");
    }
    for bind in ["127.0.0.1", "127.0.0.9", "::1", "localhost"] {
        assert!(read(&format!("lockstep serve --bind {bind}"), &[]).is_ok(), "{bind}");
    }
}

#[test]
fn an_unknown_key_names_the_one_that_was_probably_meant() {
    let file = file("prot = 3000\n[brightperl]\nurl = \"x\"\n[brightpearl]\nacount = \"acme\"\n");
    let told = with_file(file.path(), &[]).unwrap_err();
    assert!(told.contains("`prot`") && told.contains("Did you mean `port`?"), "{told}");
    assert!(told.contains("Did you mean `brightpearl.account`?"), "{told}");
    assert!(told.contains("`brightperl`"), "{told}");
}

#[test]
fn a_file_that_is_not_there_or_not_toml_is_told() {
    assert!(
        with_file(Path::new("/nowhere/lockstep.toml"), &[]).unwrap_err().contains("/nowhere/lockstep.toml")
    );
    let broken = file("[brightpearl]\nstaff_token = hunter2 oops\n");
    let told = with_file(broken.path(), &[]).unwrap_err();
    assert!(told.contains("line 2") && !told.contains("hunter2"), "{told}");
}

#[test]
fn a_whole_connection_is_read_and_its_secrets_never_print() {
    let config = read("lockstep serve", &BRIGHTPEARL).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(config.brightpearl.unwrap().url, "https://euw1.brightpearlconnect.com/public-api");
    let env = [
        ("LOCKSTEP_LIGHTSPEED_ACCOUNT", "90210"),
        ("LOCKSTEP_LIGHTSPEED_CLIENT_ID", "id"),
        ("LOCKSTEP_LIGHTSPEED_CLIENT_SECRET", "s3cret"),
        ("LOCKSTEP_LIGHTSPEED_REFRESH_TOKEN", "s3cret"),
    ];
    let lightspeed = read("lockstep serve", &env).unwrap().lightspeed.unwrap();
    assert_eq!(lightspeed.url, "https://api.lightspeedapp.com/API/V3");
    assert_eq!(lightspeed.auth_url, "https://cloud.lightspeedapp.com/auth/oauth");
    assert!(!format!("{lightspeed:?}").contains("s3cret"));
}

#[test]
fn platforms_on_this_machine_need_permission() {
    let local = |allowed| {
        let mut env = BRIGHTPEARL.to_vec();
        env[0].1 = "http://127.0.0.1:4010";
        env.push(("LOCKSTEP_ALLOW_LOCAL_PLATFORMS", allowed));
        read("lockstep serve", &env)
    };
    assert!(local("0").unwrap_err().contains("LOCKSTEP_ALLOW_LOCAL_PLATFORMS=1"));
    assert_eq!(local("1").unwrap().brightpearl.unwrap().url, "http://127.0.0.1:4010/public-api");
}

#[test]
fn a_slip_in_a_variable_is_noticed_without_stopping() {
    let sources =
        sources("lockstep serve", &[("LOCKSTEP_PROT", "1"), ("LOCKSTEP_SOMETHING_OF_ANOTHER_PROGRAM", "1")]);
    assert!(Config::read(&sources).is_ok());
    let strangers = sources.strangers();
    assert_eq!(strangers.len(), 1);
    assert!(strangers[0].contains("LOCKSTEP_PORT"), "{strangers:?}");
}

#[test]
fn the_sandbox_takes_its_flags() {
    let config = read("lockstep demo --seed 7 --limits 20 --lag-ms 0..50 --port 0", &[]).unwrap();
    assert_eq!((config.sandbox.seed, config.sandbox.limits, config.sandbox.lag_ms), (7, 20, Some((0, 50))));
    assert!(read("lockstep sandbox --limits 0", &[]).unwrap_err().contains("1 to 1000"));
}

#[test]
fn a_database_is_a_file() {
    let named = |url: &str| read("lockstep serve", &[("LOCKSTEP_DATABASE_URL", url)]);
    assert_eq!(named("sqlite:/var/lib/l.db").unwrap().database.unwrap().to_str(), Some("/var/lib/l.db"));
    assert_eq!(named("sqlite://shop.db").unwrap().database.unwrap().to_str(), Some("shop.db"));
    for wrong in ["sqlite:", "sqlite::memory:", "mysql://u:hunter2@h/d", "shop.db"] {
        let told = named(wrong).unwrap_err();
        assert!(told.contains("sqlite:FILE") && !told.contains("hunter2"), "{told}");
    }
}
