//! Percent-encoding of queries and forms.

/// Splits and decodes a query or a urlencoded form; `+` is a space.
pub(crate) fn decode_form(text: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

/// Decodes `%XX`; anything that is not such a triple stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = code
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Encodes everything but letters, digits and `-_.~`.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let text = "load_relations=[\"Contact\"] & 100% <ü>";
        assert_eq!(decode(&encode(text)), text);
    }

    #[test]
    fn a_plus_in_a_query_is_a_space_so_an_offset_must_be_encoded() {
        let pairs = decode_form("timeStamp=%3E%3D%2C2026-03-01T00:00:00+00:00&a");
        assert_eq!(pairs[0].1, ">=,2026-03-01T00:00:00 00:00");
        assert_eq!(pairs[1], ("a".to_owned(), String::new()));
    }
}
