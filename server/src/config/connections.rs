//! How the two platforms are reached: what the operator says of their addresses, and the connections it makes itself.

use app::Endpoints;
use model::Platform;
use platform::PlatformError;
use platform::http::HostPolicy;
use secrecy::SecretString;

use super::reader::Reader;

/// How Brightpearl is reached.
#[derive(Debug, Clone)]
pub struct BrightpearlAccess {
    /// Where its API answers, without account and without a slash at the end.
    pub url: String,
    /// Where it gives out tokens; empty where none are needed.
    pub auth_url: String,
    /// Account code.
    pub account: String,
    /// Reference of the app.
    pub app_ref: String,
    /// How it lets us in.
    pub entry: BrightpearlEntry,
}

/// How Brightpearl lets an app in (fact sheet brightpearl, 1.2 and 1.3).
#[derive(Debug, Clone)]
pub enum BrightpearlEntry {
    /// A private app with the token of a member of staff.
    Staff(SecretString),
    /// A private app with one token for the account.
    System(SecretString),
    /// An OAuth instance app.
    OAuth {
        /// The developer's reference.
        developer: String,
        /// The app's secret; empty where it has none.
        client_secret: SecretString,
        /// The account's first refresh token.
        refresh_token: SecretString,
        /// The installation's number.
        instance: Option<i64>,
    },
}

/// How Lightspeed is reached.
#[derive(Debug, Clone)]
pub struct LightspeedAccess {
    /// Where its API answers, without a slash at the end.
    pub url: String,
    /// Where it gives out tokens, without a slash at the end.
    pub auth_url: String,
    /// Account id.
    pub account: String,
    /// The app's id.
    pub client_id: String,
    /// The app's secret.
    pub client_secret: SecretString,
    /// The account's first refresh token.
    pub refresh_token: SecretString,
}

/// Lightspeed's own addresses (fact sheet lightspeed-retail, 1.1).
const LIGHTSPEED_URL: &str = "https://api.lightspeedapp.com/API/V3";
const LIGHTSPEED_AUTH_URL: &str = "https://cloud.lightspeedapp.com/auth/oauth";

/// Brightpearl's two data centres and its sign-in (fact sheet brightpearl, 1.1 and 1.3).
const DATA_CENTRES: [(&str, &str); 2] = [
    ("Europe (euw1)", "https://euw1.brightpearlconnect.com/public-api"),
    ("North America (use1)", "https://use1.brightpearlconnect.com/public-api"),
];
const BRIGHTPEARL_AUTH_URL: &str = "https://oauth.brightpearl.com";

/// Where merchants who connect in the browser find the platforms.
pub(super) fn endpoints(reader: &mut Reader<'_>, allow_local: bool, public_url: Option<String>) -> Endpoints {
    let hosts = HostPolicy { allow_local };
    let mut said = |platform, name, path| address(reader, &hosts, platform, name, path);
    let brightpearl = said(Platform::Brightpearl, "brightpearl.url", "/public-api");
    let brightpearl_auth = said(Platform::Brightpearl, "brightpearl.auth_url", "");
    let lightspeed = said(Platform::Lightspeed, "lightspeed.url", "/API/V3");
    let lightspeed_auth = said(Platform::Lightspeed, "lightspeed.auth_url", "/auth/oauth");
    let usual = || DATA_CENTRES.map(|(name, url)| (name.to_owned(), url.to_owned())).to_vec();
    Endpoints {
        brightpearl: brightpearl.map_or_else(usual, |url| vec![("As set by the operator".to_owned(), url)]),
        brightpearl_auth: brightpearl_auth.unwrap_or_else(|| BRIGHTPEARL_AUTH_URL.to_owned()),
        lightspeed: lightspeed.unwrap_or_else(|| LIGHTSPEED_URL.to_owned()),
        lightspeed_auth: lightspeed_auth.unwrap_or_else(|| LIGHTSPEED_AUTH_URL.to_owned()),
        lightspeed_app: lightspeed_app(reader),
        public_url,
    }
}

/// The operator's own app at Lightspeed, if there is one: then merchants need not make theirs.
fn lightspeed_app(reader: &mut Reader<'_>) -> Option<(String, SecretString)> {
    let id = reader.text("lightspeed.client_id")?.text;
    Some((id, reader.secret("lightspeed.client_secret")?))
}

/// Reads Brightpearl's settings; `None` where none were made or after a problem.
pub(super) fn brightpearl(reader: &mut Reader<'_>, allow_local: bool) -> Option<BrightpearlAccess> {
    let hosts = HostPolicy { allow_local };
    let url = address(reader, &hosts, Platform::Brightpearl, "brightpearl.url", "/public-api");
    let auth_url = address(reader, &hosts, Platform::Brightpearl, "brightpearl.auth_url", "");
    let ways = [STAFF_TOKEN, ACCOUNT_TOKEN, REFRESH_TOKEN];
    if !(wanted(reader, &["brightpearl.account", "brightpearl.app_ref"]) || wanted(reader, &ways)) {
        return None;
    }
    let ways: Vec<&'static str> = ways.into_iter().filter(|way| reader.text(way).is_some()).collect();
    if ways.len() > 1 {
        reader.problem(format!(
            "{} name different ways into Brightpearl: keep one of them.",
            ways.iter()
                .filter_map(|way| super::keys::find(way).map(super::Key::env))
                .collect::<Vec<_>>()
                .join(" and ")
        ));
    }
    let way = ways.first().copied().unwrap_or(STAFF_TOKEN);
    let mut needed = vec!["brightpearl.url", "brightpearl.account", "brightpearl.app_ref", way];
    if way == REFRESH_TOKEN {
        needed.extend(["brightpearl.auth_url", "brightpearl.developer_ref"]);
    }
    complete(reader, Platform::Brightpearl, &needed);
    Some(BrightpearlAccess {
        url: url?,
        auth_url: auth_url.unwrap_or_default(),
        account: reader.text("brightpearl.account")?.text,
        app_ref: reader.text("brightpearl.app_ref")?.text,
        entry: entry(reader, way)?,
    })
}

const STAFF_TOKEN: &str = "brightpearl.staff_token";
const ACCOUNT_TOKEN: &str = "brightpearl.account_token";
const REFRESH_TOKEN: &str = "brightpearl.refresh_token";

fn entry(reader: &mut Reader<'_>, way: &'static str) -> Option<BrightpearlEntry> {
    let secret = reader.secret(way)?;
    Some(match way {
        ACCOUNT_TOKEN => BrightpearlEntry::System(secret),
        REFRESH_TOKEN => BrightpearlEntry::OAuth {
            developer: reader.text("brightpearl.developer_ref")?.text,
            client_secret: reader.secret("brightpearl.client_secret").unwrap_or_default(),
            refresh_token: secret,
            instance: match reader.text("brightpearl.instance") {
                Some(_) => reader.parse("brightpearl.instance", "a number, as the token answer gave it"),
                None => None,
            },
        },
        _ => BrightpearlEntry::Staff(secret),
    })
}

/// Reads Lightspeed's settings; `None` where none were made or after a problem.
pub(super) fn lightspeed(reader: &mut Reader<'_>, allow_local: bool) -> Option<LightspeedAccess> {
    let hosts = HostPolicy { allow_local };
    let url = address(reader, &hosts, Platform::Lightspeed, "lightspeed.url", "/API/V3");
    let auth_url = address(reader, &hosts, Platform::Lightspeed, "lightspeed.auth_url", "/auth/oauth");
    let credentials = [
        "lightspeed.account",
        "lightspeed.client_id",
        "lightspeed.client_secret",
        "lightspeed.refresh_token",
    ];
    // The app alone is for merchants who connect in the browser.
    if !wanted(reader, &["lightspeed.account", "lightspeed.refresh_token"]) {
        return None;
    }
    complete(reader, Platform::Lightspeed, &credentials);
    Some(LightspeedAccess {
        url: url.unwrap_or_else(|| LIGHTSPEED_URL.to_owned()),
        auth_url: auth_url.unwrap_or_else(|| LIGHTSPEED_AUTH_URL.to_owned()),
        account: reader.text("lightspeed.account")?.text,
        client_id: reader.text("lightspeed.client_id")?.text,
        client_secret: reader.secret("lightspeed.client_secret")?,
        refresh_token: reader.secret("lightspeed.refresh_token")?,
    })
}

/// Whether any of these settings was made.
fn wanted(reader: &Reader<'_>, names: &[&'static str]) -> bool {
    names.iter().any(|name| reader.text(name).is_some())
}

/// Notes which settings of a connection are missing.
fn complete(reader: &mut Reader<'_>, platform: Platform, names: &[&'static str]) {
    let missing: Vec<String> = names
        .iter()
        .filter(|name| reader.text(name).is_none())
        .filter_map(|name| super::keys::find(name).map(super::Key::env))
        .collect();
    if !missing.is_empty() {
        reader.problem(format!(
            "The connection to {} is not complete: set {} as well.",
            platform.name(),
            missing.join(", ")
        ));
    }
}

/// An address that may be called, without a slash at the end; a bare host gets the platform's usual path.
fn address(
    reader: &mut Reader<'_>,
    hosts: &HostPolicy,
    platform: Platform,
    name: &'static str,
    path: &str,
) -> Option<String> {
    let said = reader.text(name)?;
    match hosts.check(platform, &said.text) {
        Ok(url) if url.query().is_some() || url.fragment().is_some() => {
            reader.problem(format!("{} must be an address without ? and #.", said.by));
            None
        }
        Ok(url) if url.path() == "/" => Some(format!("{}{path}", said.text.trim_end_matches('/'))),
        Ok(_) => Some(said.text.trim_end_matches('/').to_owned()),
        Err(error) => {
            let why = match error {
                PlatformError::Unreachable { detail, .. } => detail,
                other => other.to_string(),
            };
            reader.problem(format!(
                "{}: {why}. Give an https address of {}; addresses on this machine need LOCKSTEP_ALLOW_LOCAL_PLATFORMS=1.",
                said.by,
                platform.name()
            ));
            None
        }
    }
}
