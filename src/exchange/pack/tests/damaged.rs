//! A sound pack that something happened to on its way.

use super::*;

/// Opens `bytes`, which may be anything, and says how it was refused.
fn refusal(bench: &Bench, bytes: &[u8], unlock: &Unlock) -> PackError {
    let Err(error) = bench.open(bytes, unlock) else { panic!("accepted {} bytes", bytes.len()) };
    assert!(!error.to_string().is_empty() && !error.to_string().contains("exchange_pack."), "{error:?}");
    assert_eq!(bench.left_behind(), 0);
    error
}

/// Every place in `bytes`; but every attempt with a passphrase is made costly on purpose, and past the beginning the
/// file is the same as one sealed to devices.
fn places(bytes: &[u8], sealing: &Sealing) -> Vec<usize> {
    let step = if matches!(sealing, Sealing::Passphrase(_)) { 23 } else { 1 };
    (0..bytes.len()).filter(|place| *place < 30 || place % step == 0 || place + 20 > bytes.len()).collect()
}

#[test]
fn cut_at_any_length_it_is_refused_as_damaged() {
    let bench = Bench::new();
    for (sealing, unlock) in sealings() {
        let bytes = contents().packed(&sealing);
        for length in places(&bytes, &sealing) {
            match refusal(&bench, &bytes[..length], &unlock) {
                PackError::NotAPack(Look::Empty) if length == 0 => {}
                PackError::Damaged(Damage::Cut | Damage::Altered) => {}
                other => panic!("{sealing:?} cut at {length}: {other:?}"),
            }
        }
    }
}

#[test]
fn any_byte_changed_it_is_refused() {
    let bench = Bench::new();
    for (sealing, unlock) in sealings() {
        let bytes = contents().packed(&sealing);
        for place in places(&bytes, &sealing) {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            // What is told from the beginning of an age file cannot be told from damage there.
            let is_right = match (refusal(&bench, &changed, &unlock), &sealing) {
                (PackError::Damaged(_), _)
                | (PackError::NotForThisDevice, Sealing::Devices { .. })
                | (PackError::WrongPassphrase, Sealing::Passphrase(_)) => true,
                (PackError::NotAPack(_), _) => place < SEAL_MAGIC.len(),
                (PackError::NotForThisDevice | PackError::TooLarge(_), Sealing::Passphrase(_)) => place < 80,
                _ => false,
            };
            assert!(is_right, "{sealing:?} changed at {place}");
        }
    }
}

#[test]
fn whatever_follows_the_end_it_is_refused() {
    let bench = Bench::new();
    for (sealing, unlock) in sealings() {
        let bytes = contents().packed(&sealing);
        for tail in [&b"\0"[..], b"\r\n", &bytes] {
            let longer = [&bytes, tail].concat();
            assert!(matches!(refusal(&bench, &longer, &unlock), PackError::Damaged(_)), "{sealing:?}");
        }
    }
}

#[test]
fn two_packs_mixed_block_by_block_are_refused() {
    // What Syncthing or a half-written stick can leave: the beginning of one and the end of another.
    let bench = Bench::new();
    for (sealing, unlock) in sealings() {
        let (one, other) = (contents().packed(&sealing), contents().packed(&sealing));
        let half = one.len() / 2;
        let mixed = [&one[..half], &other[half..]].concat();
        assert!(matches!(refusal(&bench, &mixed, &unlock), PackError::Damaged(_)), "{sealing:?}");
    }
}
