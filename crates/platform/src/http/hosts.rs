use std::net::{IpAddr, SocketAddr};

use model::Platform;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Url, dns};

use crate::PlatformError;

/// Which hosts may be called. Addresses of platforms are settings, and a setting must not reach into
/// the operator's own network.
#[derive(Debug, Clone)]
pub struct HostPolicy {
    /// Whether loopback and private addresses are allowed: for the demo and for tests.
    pub allow_local: bool,
}

/// The platforms' own domains (fact sheets, 1.1 of each).
const DOMAINS: [&str; 6] = [
    "brightpearlconnect.com",
    "brightpearl.com",
    "brightpearlapp.com",
    "lightspeedapp.com",
    "retail.lightspeed.app",
    "merchantos.com",
];

impl HostPolicy {
    /// Reads an address and checks that it may be called.
    ///
    /// # Errors
    /// [`PlatformError::Unreachable`] with the reason in words.
    pub fn check(&self, platform: Platform, address: &str) -> Result<Url, PlatformError> {
        let refuse = |why: &str| PlatformError::Unreachable {
            platform,
            detail: format!("the address is not allowed: {why}"),
        };
        let url = Url::parse(address).map_err(|_| refuse("it cannot be read"))?;
        let host = url.host_str().ok_or_else(|| refuse("it names no host"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("it carries a user name"));
        }
        if self.allow_local && is_local_host(host) {
            return Ok(url);
        }
        if url.scheme() != "https" {
            return Err(refuse("it is not https"));
        }
        let known = DOMAINS.iter().any(|domain| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if known { Ok(url) } else { Err(refuse("the host is not the platform's")) }
    }
}

fn is_local_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Looks names up and drops addresses inside private networks, so that a name cannot lead there either.
#[derive(Debug, Clone)]
pub(super) struct PublicOnly {
    pub(super) allow_local: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_local = self.allow_local;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|at| allow_local || is_public(at.ip())).collect();
            if public.is_empty() {
                return Err("the name leads into a private network".into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(addresses)
        }) as dns::Resolving
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || shared
                || a == 0)
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public(IpAddr::V4(mapped)),
            None => {
                !(ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local())
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(address: &str) -> bool {
        HostPolicy { allow_local: false }.check(Platform::Brightpearl, address).is_ok()
    }

    #[test]
    fn the_platforms_own_hosts_are_allowed() {
        assert!(allowed("https://euw1.brightpearlconnect.com/public-api/acme"));
        assert!(allowed("https://api.lightspeedapp.com/API/V3"));
    }

    #[test]
    fn foreign_hosts_tricks_and_private_addresses_are_refused() {
        for address in [
            "http://api.lightspeedapp.com/API/V3",
            "https://evil.example/x",
            "https://evilbrightpearl.com/",
            "https://api.lightspeedapp.com@evil.example/",
            "https://169.254.169.254/latest",
            "https://[::ffff:10.0.0.1]/",
            "https://127.0.0.1/",
            "https://localhost/",
            "https://2130706433/",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(!allowed(address), "{address}");
        }
    }

    #[test]
    fn loopback_is_allowed_only_where_the_operator_said_so() {
        let local = HostPolicy { allow_local: true };
        assert!(local.check(Platform::Brightpearl, "http://127.0.0.1:4010/public-api").is_ok());
        assert!(local.check(Platform::Brightpearl, "http://10.0.0.1/").is_err());
    }

    #[test]
    fn names_that_lead_into_private_networks_are_dropped() {
        for ip in [
            "10.1.2.3",
            "127.0.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "::ffff:192.168.0.1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        assert!(is_public("93.184.216.34".parse().unwrap()));
    }
}
