//! The sandbox's two accounts as a client sees them.

use model::{Lane, MerchantId, Platform, TraceId};
use platform::{Account, Credentials};
use uuid::Uuid;

/// The Brightpearl account of a sandbox that answers at `url`.
pub fn brightpearl(url: &str) -> Account {
    Account {
        merchant: MerchantId(Uuid::nil()),
        platform: Platform::Brightpearl,
        name: "acmeshop".to_owned(),
        api: format!("{url}/public-api"),
        auth: String::new(),
        credentials: Credentials::Staff {
            app_ref: "acmeshop_lockstep".to_owned(),
            token: "sandbox-staff-token".into(),
        },
        lane: Lane::Sales,
        instance: None,
        trace: TraceId(Uuid::nil()),
    }
}

/// The Lightspeed account of a sandbox that answers at `url`.
pub fn lightspeed(url: &str) -> Account {
    Account {
        merchant: MerchantId(Uuid::nil()),
        platform: Platform::Lightspeed,
        name: "90210".to_owned(),
        api: format!("{url}/API/V3"),
        auth: format!("{url}/auth/oauth"),
        credentials: Credentials::OAuth {
            client_id: "lockstep-sandbox".to_owned(),
            client_secret: "sandbox-client-secret".into(),
            developer: String::new(),
        },
        lane: Lane::Sales,
        instance: None,
        trace: TraceId(Uuid::nil()),
    }
}
