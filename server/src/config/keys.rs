/// One setting: its name in the TOML file, from which its environment variable follows.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Dotted name in the TOML file, such as `brightpearl.url`.
    pub name: &'static str,
    /// Whether its value never appears in a message.
    pub secret: bool,
    /// What it is and what it is when nobody sets it, one line for `--help`.
    pub about: &'static str,
}

impl Key {
    /// The environment variable, such as `LOCKSTEP_BRIGHTPEARL_URL`.
    pub fn env(&self) -> String {
        format!("LOCKSTEP_{}", self.name.replace('.', "_").to_uppercase())
    }
}

const fn key(name: &'static str, about: &'static str) -> Key {
    Key { name, secret: false, about }
}

const fn secret(name: &'static str, about: &'static str) -> Key {
    Key { name, secret: true, about }
}

/// The setting that names the file itself; it cannot stand in the file.
pub const CONFIG_ENV: &str = "LOCKSTEP_CONFIG";

/// Every setting there is, in the order `--help` lists them.
pub const KEYS: &[Key] = &[
    key("bind", "address to listen on; only this machine's own until sign-in exists [127.0.0.1]"),
    key("port", "port to listen on, 0 for any free one [3000]"),
    key("data", "folder for the database [lockstep-data; the demo: a folder removed at the end]"),
    key("database_url", "sqlite:FILE [lockstep.db in the data folder]"),
    key("site", "folder with the browser's files, as `cargo xtask build` makes it [found by itself]"),
    key(
        "public_url",
        "address under which platforms reach this server, such as https://lockstep.example.com; without it Brightpearl is not \
         asked to call back, and stock is compared every few minutes instead",
    ),
    key("allow_local_platforms", "whether platform addresses on this machine are allowed [false]"),
    key(
        "brightpearl.url",
        "where Brightpearl's API answers, such as https://euw1.brightpearlconnect.com/public-api",
    ),
    key("brightpearl.auth_url", "where Brightpearl gives out tokens; not needed for a staff token"),
    key("brightpearl.account", "Brightpearl account code"),
    key("brightpearl.app_ref", "reference of the private app, `{account}_…`"),
    secret("brightpearl.staff_token", "staff token of the private app"),
    secret("brightpearl.account_token", "account token of a system app, instead of a staff token"),
    key("brightpearl.developer_ref", "developer reference of an OAuth app, instead of a token"),
    secret("brightpearl.client_secret", "secret of the OAuth app, if it has one"),
    secret(
        "brightpearl.refresh_token",
        "refresh token of the OAuth app; used once, then the store keeps its successors",
    ),
    key(
        "brightpearl.instance",
        "installation instance id of the OAuth app; makes references unique in Brightpearl",
    ),
    key("lightspeed.url", "where Lightspeed's API answers [https://api.lightspeedapp.com/API/V3]"),
    key(
        "lightspeed.auth_url",
        "where Lightspeed gives out tokens [https://cloud.lightspeedapp.com/auth/oauth]",
    ),
    key("lightspeed.account", "Lightspeed account id"),
    key("lightspeed.client_id", "id of the app at Lightspeed"),
    secret("lightspeed.client_secret", "secret of the app at Lightspeed"),
    secret(
        "lightspeed.refresh_token",
        "refresh token of the account; used once, then the store keeps its successors",
    ),
    key("log.level", "error, warn, info, debug, trace, or a filter such as `info,engine=debug` [info]"),
    key("log.format", "text or json [text]"),
    key("metrics", "whether /metrics tells its figures [true]"),
    secret(
        "metrics_token",
        "what /metrics wants as `Authorization: Bearer`; without it whoever reaches the server may read",
    ),
    key("sandbox.seed", "number that makes the sandbox shop repeatable [1]"),
    key("sandbox.limits", "multiplies the call limits of both sandbox platforms [1]"),
    key("sandbox.lag_ms", "how long the sandbox's search lags behind, FROM..TO in milliseconds [0..90000]"),
    key("sandbox.brightpearl_port", "port of the sandbox's Brightpearl [4010; the demo: any free one]"),
    key("sandbox.lightspeed_port", "port of the sandbox's Lightspeed [4011; the demo: any free one]"),
];

/// The setting of this name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The settings as `--help` prints them.
pub fn help() -> String {
    let mut lines = vec![
        "Every setting is an environment variable or a line of one TOML file (--config); what comes first in"
            .to_owned(),
        "\"flag, environment, file\" wins. `brightpearl.url` is `url` in the file's part `[brightpearl]`.\n"
            .to_owned(),
    ];
    lines.extend(KEYS.iter().map(|key| format!("  {:<36} {:<26} {}", key.env(), key.name, key.about)));
    lines.join("\n")
}
