//! Bytes of files as values of a record: base64, Zstandard (RFC 8878) before it where they are too many as they are.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::journal::MAX_REVISION;

/// Member that holds the bytes; the search leaves it out.
const PLAIN: &str = "base64";
/// The same for bytes that were packed before.
const PACKED: &str = "base64-zstd";
/// Room in a revision for everything but the bytes.
const ENVELOPE: usize = 4096;
/// Most bytes that packed ones may come to, so that a forged record cannot fill the memory.
const MOST_BYTES: u64 = 64 << 20;

/// Most bytes that fit whatever they are: four characters of base64 hold three of them.
pub(super) const MOST_PLAIN: usize = (MAX_REVISION - ENVELOPE) / 4 * 3;

/// `bytes` as a value that fits into a revision; none where they are too many.
pub(super) fn packed(bytes: &[u8]) -> Option<Value> {
    let fits = |text: &String| text.len() <= MAX_REVISION - ENVELOPE;
    let plain = BASE64_STANDARD.encode(bytes);
    if fits(&plain) {
        return Some(json!({ PLAIN: plain }));
    }
    let packed = zstd::encode_all(bytes, 9).map(|packed| BASE64_STANDARD.encode(packed));
    packed.ok().filter(fits).map(|packed| json!({ PACKED: packed }))
}

/// The bytes that `value` keeps; none where it keeps none.
pub(super) fn unpacked(value: &Value) -> Option<Vec<u8>> {
    use std::io::Read;
    if let Some(text) = value.get(PLAIN).and_then(Value::as_str) {
        return BASE64_STANDARD.decode(text).ok();
    }
    let packed = BASE64_STANDARD.decode(value.get(PACKED)?.as_str()?).ok()?;
    let mut bytes = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(packed.as_slice()).ok()?;
    decoder.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_plain_is_kept_plain_longer_bytes_packed_and_bytes_that_cannot_be_packed_not_at_all() {
        let noise = |length: usize| {
            let mut state = 1_u64;
            let next = |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state.to_be_bytes()[0]
            };
            (0..length).map(next).collect::<Vec<u8>>()
        };
        let most = packed(&noise(MOST_PLAIN)).unwrap();
        assert!(most.get(PLAIN).is_some());
        assert_eq!(unpacked(&most).unwrap(), noise(MOST_PLAIN));
        assert_eq!(packed(&noise(MOST_PLAIN + 3)), None);
        let long = vec![7; 5 * MOST_PLAIN];
        let kept = packed(&long).unwrap();
        assert!(kept.get(PACKED).is_some());
        assert_eq!(unpacked(&kept).unwrap(), long);
        assert_eq!(unpacked(&json!({ PLAIN: "ấ" })), None);
        assert_eq!(unpacked(&json!(null)), None);
    }
}
