//! What goes in comes out.

use proptest::prelude::*;

use super::*;

#[test]
fn what_goes_in_comes_out_however_it_is_sealed() {
    let bench = Bench::new();
    let mut digests = Vec::new();
    for (sealing, unlock) in sealings() {
        let contents = contents();
        let pack = bench.open(&contents.packed(&sealing), &unlock).unwrap();
        assert!(unpacked(&pack) == contents, "{sealing:?}");
        assert_eq!(pack.signature, Signed::Valid);
        assert_eq!(pack.header.counts, contents.header().counts);
        assert_eq!(pack.file_hash, Hex::sha256(&std::fs::read(bench.folder.path().join("a.ktra")).unwrap()).0);
        digests.push(pack.digest);
        assert!(bench.left_behind() >= 1);
        drop(pack);
        assert_eq!(bench.left_behind(), 0, "working copies go with the pack");
    }
}

#[test]
fn the_digest_is_that_of_the_payload_whatever_seals_it() {
    let bench = Bench::new();
    for (sealing, unlock) in sealings() {
        let mut bytes = Vec::new();
        let written = contents().write(&mut bytes, &sealing).unwrap();
        assert_eq!(bench.open(&bytes, &unlock).unwrap().digest, written);
    }
}

#[test]
fn a_first_look_tells_what_a_pack_needs_without_opening_it() {
    let bench = Bench::new();
    let peeked: Vec<_> =
        sealings().iter().map(|(sealing, _)| peek(&bench.file(&contents().packed(sealing))).unwrap()).collect();
    assert!(matches!(&peeked[0], Peeked::Plain(header) if header.round == "2022-dot-1"));
    assert!(matches!(peeked[1], Peeked::Encrypted(With::Devices)));
    assert!(matches!(peeked[2], Peeked::Encrypted(With::Passphrase)));
    assert!(!bench.scratch().exists());
}

#[test]
fn only_those_it_is_for_can_open_it() {
    let bench = Bench::new();
    let all = sealings();
    let devices = contents().packed(&all[1].0);
    let stranger = Unlock { identities: vec![x25519::Identity::generate()], passphrase: all[2].1.passphrase.clone() };
    for unlock in [Unlock::default(), stranger.clone()] {
        assert!(matches!(bench.open(&devices, &unlock), Err(PackError::NotForThisDevice)));
    }
    let locked = contents().packed(&all[2].0);
    let wrong = Unlock { passphrase: Some(passphrase("một hai ba bốn năm bảy")), ..stranger };
    assert!(matches!(bench.open(&locked, &wrong), Err(PackError::WrongPassphrase)));
    assert!(matches!(bench.open(&locked, &all[1].1), Err(PackError::NeedsPassphrase)));
    for error in [PackError::NotForThisDevice, PackError::WrongPassphrase, PackError::NeedsPassphrase] {
        assert!(error.is_not_for_us() && !error.is_too_new());
    }
    assert_eq!(bench.left_behind(), 0);
}

#[test]
fn the_recovery_key_opens_what_is_sealed_to_devices() {
    let bench = Bench::new();
    let recovery = x25519::Identity::generate();
    let reader = x25519::Identity::generate().to_public().to_string();
    let sealing =
        Sealing::Devices { readers: vec![reader.clone(), reader], recovery: Some(recovery.to_public().to_string()) };
    let unlock = Unlock { identities: vec![recovery], passphrase: None };
    bench.open(&contents().packed(&sealing), &unlock).unwrap();
}

#[test]
fn a_pack_for_nobody_or_for_a_key_that_is_none_is_not_begun() {
    let mut output = Vec::new();
    let nobody = Sealing::Devices { readers: Vec::new(), recovery: None };
    assert!(matches!(contents().write(&mut output, &nobody), Err(PackError::ForNobody)));
    let bad = Sealing::Devices { readers: vec!["age1lan".into()], recovery: None };
    assert!(matches!(contents().write(&mut output, &bad), Err(PackError::BadReader(key)) if key == "age1lan"));
    let key = || x25519::Identity::generate().to_public().to_string();
    let many = |count| Sealing::Devices { readers: (0..count).map(|_| key()).collect(), recovery: None };
    assert!(matches!(contents().write(&mut output, &many(301)), Err(PackError::TooManyReaders { most: 300 })));
    assert!(output.is_empty());
    // As many as are allowed can also be read.
    let last = x25519::Identity::generate();
    let Sealing::Devices { mut readers, .. } = many(299) else { unreachable!() };
    readers.push(last.to_public().to_string());
    let packed = contents().packed(&Sealing::Devices { readers, recovery: None });
    Bench::new().open(&packed, &Unlock { identities: vec![last], passphrase: None }).unwrap();
}

#[test]
fn what_was_not_announced_is_not_written() {
    let contents = contents();
    let header = contents.header();
    let begin = || PackWriter::begin(Vec::new(), &header, &Sealing::Plain).unwrap();
    let too_little = begin().finish(|_| [0; 64]);
    assert!(matches!(too_little, Err(PackError::NotAsAnnounced)));
    let mut out_of_order = begin();
    out_of_order.revision(b"{}").unwrap();
    assert!(matches!(out_of_order.edition(&contents.editions()[0]), Err(PackError::NotAsAnnounced)));
    let entry = header.attachments.iter().find(|entry| entry.included).unwrap();
    for content in [&b"ban quet"[..], &b"ban quet".repeat(41)] {
        let changed = begin().attachment(entry, &mut { content });
        assert!(matches!(changed, Err(PackError::AttachmentChanged(_))));
    }
    let mut other = entry.clone();
    other.size = 1;
    assert!(matches!(begin().attachment(&other, &mut &b"x"[..]), Err(PackError::NotAsAnnounced)));
    let too_long = vec![b' '; crate::journal::MAX_REVISION + 1];
    assert!(matches!(begin().revision(&too_long), Err(PackError::TooLarge(Excess::Revision))));
}

#[test]
fn an_attachment_not_read_to_its_end_is_passed_over() {
    let bench = Bench::new();
    let contents = Contents { attachments: vec![vec![1; 700_000], vec![2; 3], vec![3; 700_000]], ..contents() };
    let pack = bench.open(&contents.packed(&Sealing::Plain), &Unlock::default()).unwrap();
    let mut first_bytes = Vec::new();
    pack.each_attachment(&mut |_, content| {
        let mut byte = [0];
        content.read_exact(&mut byte).unwrap();
        first_bytes.push(byte[0]);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(first_bytes, [1, 2, 3]);
}

#[test]
fn stopping_leaves_nothing() {
    let bench = Bench::new();
    let all = sealings();
    let path = bench.file(&contents().packed(&all[1].0));
    let stages = [Stage::Copying, Stage::Decrypting, Stage::Checking];
    for stop_at in stages {
        let mut report = |progress: Progress| {
            assert!(progress.done <= progress.total, "{progress:?}");
            if progress.stage == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let opened = open(&path, &bench.scratch(), &all[1].1, &mut |_| Ok(()), &mut report);
        assert!(matches!(opened, Err(PackError::Cancelled)), "{stop_at:?}");
        assert_eq!(bench.left_behind(), 0);
    }
}

/// Bytes that are hard on the shortening: marks, ids of earlier revisions, hexadecimal digits around them.
fn revisions() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let piece = prop_oneof![
        3 => "[a-z0-9\":{}ầđ ]{0,20}".prop_map(Piece::Text),
        3 => any::<prop::sample::Index>().prop_map(Piece::Earlier),
        1 => prop::collection::vec(prop_oneof![Just(1_u8), any::<u8>()], 1..8).prop_map(Piece::Bytes),
        1 => "[0-9a-f]{60,70}".prop_map(Piece::Text),
    ];
    prop::collection::vec(prop::collection::vec(piece, 1..6), 0..20).prop_map(|recipes| {
        let mut all: Vec<Vec<u8>> = Vec::new();
        for recipe in recipes {
            let mut revision = b"{".to_vec();
            for piece in recipe {
                match piece {
                    Piece::Text(text) => revision.extend_from_slice(text.as_bytes()),
                    Piece::Bytes(bytes) => revision.extend_from_slice(&bytes),
                    Piece::Earlier(_) if all.is_empty() => {}
                    Piece::Earlier(index) => {
                        revision.extend_from_slice(RevisionId::of(index.get::<Vec<u8>>(&all)).to_string().as_bytes());
                    }
                }
            }
            all.push(revision);
        }
        all
    })
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Earlier(prop::sample::Index),
    Bytes(Vec<u8>),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_revisions_come_out_byte_for_byte(revisions in revisions()) {
        let contents = Contents { revisions, ..Contents::default() };
        let bench = Bench::new();
        let pack = bench.open(&contents.packed(&Sealing::Plain), &Unlock::default()).unwrap();
        prop_assert!(unpacked(&pack) == contents);
    }
}
