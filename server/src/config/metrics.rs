use super::reader::Reader;
use super::truth;
use crate::metrics::MetricsAccess;

/// Who may read `/metrics`.
pub(super) fn read(reader: &mut Reader<'_>) -> MetricsAccess {
    let on = truth(reader, "metrics").unwrap_or(true);
    match reader.secret("metrics_token") {
        _ if !on => MetricsAccess::Off,
        Some(token) => MetricsAccess::Token(token),
        None => MetricsAccess::Open,
    }
}
