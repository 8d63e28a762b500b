//! Packs made to harm: each is refused, with little memory and time, whatever its hash and signature say.

use std::io::Write;

use super::*;
use crate::journal::StoredRevision;

fn refusal(stream: &[u8]) -> PackError {
    refused(&payload(stream), &Unlock::default())
}

fn refused(bytes: &[u8], unlock: &Unlock) -> PackError {
    let bench = Bench::new();
    match bench.open(bytes, unlock) {
        Err(error) => {
            assert_eq!(bench.left_behind(), 0);
            error
        }
        Ok(pack) => panic!("accepted {pack:?}"),
    }
}

fn layout(error: &PackError) -> &str {
    match error {
        PackError::Damaged(Damage::Layout(detail)) => detail,
        other => panic!("{other:?}"),
    }
}

/// A header that announces `counts` alone.
fn announcing(revisions: u64, bytes: u64) -> Header {
    Header { counts: Counts { revisions, bytes, ..Counts::default() }, ..header() }
}

/// The beginning of a section whose bytes do not follow.
fn claim(kind: u8, length: u32) -> Vec<u8> {
    [&[kind][..], &length.to_le_bytes()].concat()
}

#[test]
fn sections_out_of_order_missing_or_doubled_are_refused() {
    let contents = contents();
    let head = header_section(&contents.header());
    let editions = section(b'E', &serde_json::to_vec(&contents.editions()[0]).unwrap());
    let revisions: Vec<_> = contents.revisions.iter().map(|stored| section(b'R', stored)).collect();
    let attachment = |content: &Vec<u8>| {
        let start = serde_json::json!({"hash": Hex::sha256(content), "size": content.len()}).to_string();
        let chunk = if content.is_empty() { Vec::new() } else { section(b'C', content) };
        [section(b'A', start.as_bytes()), chunk].concat()
    };
    let attachments: Vec<_> = contents.attachments.iter().map(attachment).collect();
    let all = [head.clone(), editions.clone(), revisions.concat(), attachments.concat()];
    let bench = Bench::new();
    assert!(unpacked(&bench.open(&payload(&signed(&all)), &Unlock::default()).unwrap()) == contents);

    let [head, editions, revisions, attachments] = &all;
    let order = |parts: &[&Vec<u8>]| signed(&parts.iter().map(|part| (*part).clone()).collect::<Vec<_>>());
    let whole = order(&[head, editions, revisions, attachments]);
    let signature = &whole[whole.len() - 69..].to_vec();
    let chunk = &section(b'C', b"x");
    let second = &[&whole[..], &section(b'z', b"")].concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("no header", order(&[editions, revisions, attachments])),
        ("no header", Vec::new()),
        ("no header", vec![0; 16 << 20]),
        ("second header", order(&[head, head, editions, revisions, attachments])),
        ("sections out of order", order(&[head, revisions, editions, attachments])),
        ("sections out of order", order(&[head, editions, attachments, revisions])),
        ("chunk outside an attachment", order(&[head, chunk, editions, revisions, attachments])),
        ("chunk outside an attachment", order(&[head, editions, revisions, attachments, chunk])),
        ("no signature", [&head[..], editions, revisions, attachments].concat()),
        ("section after the signature", [&whole[..], signature].concat()),
        ("section after the signature", second.clone()),
        ("signature", [&head[..], editions, revisions, attachments, &section(b'S', &[0; 63])].concat()),
        ("empty revision", order(&[head, &section(b'R', b"")])),
        ("attachment's beginning", order(&[head, editions, revisions, &section(b'A', b"{\"hash\":\"../../x\"}")])),
        ("section cut off", [&head[..], &claim(b'R', 1000), b"abc"].concat()),
        ("section cut off", [&head[..], b"R\x01"].concat()),
        ("reference to no revision", order(&[head, &section(b'R', b"\x01\x01")])),
        ("reference to no revision", order(&[head, &section(b'R', b"{}"), &section(b'R', b"\x01\x02")])),
        ("reference to no revision", order(&[head, &section(b'R', b"\x01\xff\xff\xff\xff\xff")])),
    ];
    for (detail, stream) in cases {
        assert_eq!(layout(&refusal(&stream)), detail);
    }
}

#[test]
fn more_or_less_than_announced_is_refused() {
    let revision = section(b'R', b"{}");
    let with = |header: &Header, count: usize| signed(&[header_section(header), revision.repeat(count)]);
    for (header, count) in [
        (announcing(2, 4), 1),
        (announcing(1, 2), 2),
        (announcing(1, 1), 1),
        (announcing(1, 3), 1),
        (announcing(0, 0), 1),
    ] {
        assert!(matches!(refusal(&with(&header, count)), PackError::Damaged(Damage::Counts)), "{:?}", header.counts);
    }
    let attachment = |size| AttachmentEntry {
        hash: AttachmentHash::new(&"a".repeat(64)).unwrap(),
        size,
        included: true,
        held: true,
    };
    let mut missing = announcing(0, 3);
    missing.counts.attachments = 1;
    assert!(matches!(refusal(&with(&missing, 0)), PackError::Damaged(Damage::Counts)));
    missing.attachments = vec![attachment(3)];
    assert!(matches!(refusal(&with(&missing, 0)), PackError::Damaged(Damage::Counts)));
    let start = format!("{{\"hash\":\"{}\",\"size\":3}}", "a".repeat(64));
    for chunks in [section(b'C', b"abc"), section(b'C', b"abcd"), section(b'C', b""), section(b'z', b"abc")] {
        let stream = signed(&[header_section(&missing), section(b'A', start.as_bytes()), chunks]);
        assert!(matches!(refusal(&stream), PackError::Damaged(Damage::Attachment(_))));
    }
    let other = format!("{{\"hash\":\"{}\",\"size\":3}}", "b".repeat(64));
    let stream = signed(&[header_section(&missing), section(b'A', other.as_bytes())]);
    assert!(matches!(refusal(&stream), PackError::Damaged(Damage::Counts)));
}

#[test]
fn absurd_counts_and_lengths_are_refused_before_anything_is_unpacked() {
    let absurd = [
        (announcing(u64::MAX, 0), Excess::Revisions),
        (announcing(1, u64::MAX), Excess::Total),
        (announcing(MAX_REVISIONS + 1, 0), Excess::Revisions),
    ];
    for (header, excess) in absurd {
        let stream = signed(&[header_section(&header), section(b'R', b"{}")]);
        assert!(matches!(refusal(&stream), PackError::TooLarge(found) if found == excess));
    }
    let mut large = announcing(0, 0);
    let hash = AttachmentHash::new(&"a".repeat(64)).unwrap();
    large.attachments = vec![AttachmentEntry { hash, size: u64::MAX, included: true, held: true }];
    large.counts.attachments = 1;
    assert!(matches!(refusal(&header_section(&large)), PackError::TooLarge(Excess::Attachment)));
    let head = header_section(&announcing(1, 2));
    for (kind, excess) in
        [(b'R', Excess::Revision), (b'E', Excess::Edition), (b'A', Excess::Attachment), (b'?', Excess::Unknown)]
    {
        let stream = [&head[..], &claim(kind, u32::MAX)].concat();
        assert!(matches!(refusal(&stream), PackError::TooLarge(found) if found == excess), "{excess:?}");
        assert!(!excess.to_string().contains("excess_"));
    }
    assert!(matches!(refusal(&claim(b'H', u32::MAX)), PackError::TooLarge(Excess::Header)));
}

#[test]
fn a_bomb_is_stopped_at_what_it_announced() {
    // 256 MiB of zeros as sections of 1 MiB, in a few kilobytes.
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.write_all(&header_section(&announcing(2, 3 << 20))).unwrap();
    let megabyte = section(b'R', &vec![b' '; 1 << 20]);
    for _ in 0..256 {
        encoder.write_all(&megabyte).unwrap();
    }
    let bytes = around(&encoder.finish().unwrap());
    assert!(bytes.len() < 100_000);
    let mut seen = 0;
    let bench = Bench::new();
    let opened = open(
        &bench.file(&bytes),
        &bench.scratch(),
        &Unlock::default(),
        &mut |_| {
            seen += 1;
            Ok(())
        },
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(matches!(opened, Err(PackError::Damaged(Damage::Counts))));
    assert_eq!(seen, 2);

    // References lengthen 32 times.
    let short = [&b"\x01\x01"[..]].repeat(500_000).concat();
    let stream = [header_section(&announcing(9, 9 << 20)), section(b'R', b"{}"), section(b'R', &short)].concat();
    assert!(matches!(refusal(&stream), PackError::TooLarge(Excess::Revision)));
}

#[test]
fn a_frame_that_is_none_or_needs_much_memory_or_is_not_alone_is_refused() {
    let stream = signed(&[header_section(&announcing(1, 2)), section(b'R', b"{}")]);
    let sound = zstd::encode_all(&stream[..], 3).unwrap();
    let mut wide = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    wide.window_log(27).unwrap();
    wide.write_all(&stream).unwrap();
    let wide = wide.finish().unwrap();
    let cases: [(&str, Vec<u8>); 4] = [
        ("not unpackable", b"no zstd at all".to_vec()),
        ("not unpackable", wide),
        ("bytes after the stream", [&sound[..], &sound].concat()),
        ("bytes after the stream", [&sound[..], b"x"].concat()),
    ];
    for (detail, frame) in cases {
        assert_eq!(layout(&refused(&around(&frame), &Unlock::default())), detail);
    }
    for length in 0..sound.len() {
        let cut = refused(&around(&sound[..length]), &Unlock::default());
        assert!(matches!(cut, PackError::Damaged(_)), "{cut:?}");
    }
    assert!(Bench::new().open(&around(&sound), &Unlock::default()).is_ok());
}

#[test]
fn a_header_that_is_none_is_refused() {
    let deep = format!("{{\"least_reader\":1,\"x\":{}{}}}", "[".repeat(400_000), "]".repeat(400_000));
    let bodies = [deep.as_bytes(), b"", b"{}", b"[1]", b"\xff\xfe", b"{\"least_reader\":1}", b"{\"least_reader\":-1}"];
    for body in bodies {
        let error = refusal(&signed(&[section(b'H', body)]));
        assert!(matches!(error, PackError::Damaged(Damage::Header(_))), "{error:?}");
    }
    let mut bad_hash = serde_json::to_value(contents().header()).unwrap();
    bad_hash["attachments"][0]["hash"] = "../../../etc/passwd".into();
    let error = refusal(&signed(&[section(b'H', bad_hash.to_string().as_bytes())]));
    assert!(matches!(error, PackError::Damaged(Damage::Header(_))), "{error:?}");
}

#[test]
fn an_edition_under_a_wrong_hash_is_refused() {
    let mut edition = contents().editions().remove(0);
    edition.text.push(' ');
    let stream = signed(&[header_section(&contents().header()), section(b'E', &serde_json::to_vec(&edition).unwrap())]);
    assert!(matches!(refusal(&stream), PackError::Damaged(Damage::Edition { number: 1 })));
}

#[test]
fn a_revision_that_the_journal_would_not_take_refuses_the_pack() {
    let bench = Bench::new();
    let path = bench.file(&contents().packed(&Sealing::Plain));
    let mut check =
        |stored: &StoredRevision| if stored.bytes().len() > 60 { Err("không đúng".into()) } else { Ok(()) };
    let opened = open(&path, &bench.scratch(), &Unlock::default(), &mut check, &mut |_| ControlFlow::Continue(()));
    assert!(
        matches!(opened, Err(PackError::Damaged(Damage::Revision { number: 2, detail })) if detail == "không đúng")
    );
}

#[test]
fn the_same_revision_twice_is_in_it_once_as_far_as_a_union_goes() {
    let contents = Contents { revisions: vec![b"{}".to_vec(); 3], ..Contents::default() };
    let bench = Bench::new();
    let pack = bench.open(&contents.packed(&Sealing::Plain), &Unlock::default()).unwrap();
    assert!(unpacked(&pack) == contents);
}

#[test]
fn a_signature_of_another_or_over_something_else_is_told() {
    let bench = Bench::new();
    let head = announcing(1, 2);
    let revision = section(b'R', b"{}");
    let stream = signed(&[header_section(&head), revision.clone()]);
    let opened = |stream: &[u8]| bench.open(&payload(stream), &Unlock::default()).unwrap().signature;
    assert_eq!(opened(&stream), Signed::Valid);

    // Another revision under the same signature, and the hash made right again.
    let signature = stream[stream.len() - 69..].to_vec();
    let changed = [header_section(&head), section(b'R', b"[]"), signature].concat();
    assert_eq!(opened(&changed), Signed::Invalid);

    // Its own key, and the id of another device.
    let mut stolen = head.clone();
    stolen.sender.device = DeviceId::new("0123456789abcdef").unwrap();
    assert_eq!(opened(&signed(&[header_section(&stolen), revision.clone()])), Signed::Invalid);

    // The id and key of another device.
    stolen.sender.keys = keys_of(&SigningKey::from_bytes(&[8; 32]));
    stolen.sender.device = stolen.sender.keys.device();
    assert_eq!(opened(&signed(&[header_section(&stolen), revision])), Signed::Invalid);
}

#[test]
fn an_age_file_that_asks_for_hours_or_lists_readers_without_end_is_refused() {
    let unlock = sealings().remove(2).1;
    let (salt, body) = ("A".repeat(22), "A".repeat(43));
    let costly = format!("age-encryption.org/v1\n-> scrypt {salt} 40\n{body}\n--- {body}\n{}", "x".repeat(32));
    assert!(matches!(refused(costly.as_bytes(), &unlock), PackError::TooLarge(Excess::PassphraseWork)));
    let endless = format!("age-encryption.org/v1\n{}", "-> x\n\n".repeat(20_000));
    assert!(matches!(refused(endless.as_bytes(), &unlock), PackError::TooLarge(Excess::Readers)));
    let most = format!("age-encryption.org/v1\n{}--- {body}\n{}", "-> x\n\n".repeat(300), "x".repeat(32));
    let error = refused(most.as_bytes(), &unlock);
    assert!(matches!(error, PackError::NotForThisDevice | PackError::Damaged(_)), "{error:?}");
}

#[test]
fn no_name_in_a_pack_becomes_a_path() {
    let bench = Bench::new();
    let mut header = announcing(1, 2);
    for name in ["../../escaped", "/tmp/kiemtra-escaped", "C:\\escaped", "CON", "a\0b"] {
        header.round = name.into();
        header.title = name.into();
        header.sender.name = name.into();
        header.sender.members = vec![name.into()];
        let stream = signed(&[header_section(&header), section(b'R', b"{}")]);
        drop(bench.open(&payload(&stream), &Unlock::default()).unwrap());
    }
    let mut left: Vec<_> = std::fs::read_dir(bench.folder.path()).unwrap().flatten().map(|e| e.path()).collect();
    left.sort();
    assert_eq!(left.iter().map(|path| name_of(path)).collect::<Vec<_>>(), ["a.ktra", "scratch"]);
    assert_eq!(bench.left_behind(), 0);
}
