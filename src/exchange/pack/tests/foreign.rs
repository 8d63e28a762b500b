//! Files that are no packs, and packs of newer programs.

use super::*;

#[test]
fn what_is_no_pack_is_named() {
    let bench = Bench::new();
    let files: [(&[u8], Look); 14] = [
        (b"", Look::Empty),
        (b"SQLite format 3\0\x10\0\x01\x01", Look::Database),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Look::Picture),
        (b"\x89PNG\r\n\x1a\n\0\0", Look::Picture),
        (b"\0\0\0\x18ftypheic\0\0", Look::Picture),
        (b"%PDF-1.7\n", Look::Pdf),
        (b"PK\x03\x04\x14\0", Look::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Look::OldOffice),
        (b"MZ\x90\0\x03", Look::Executable),
        ("BMI là chỉ số khối cơ thể\r\n".as_bytes(), Look::Text),
        (b"\xff\xfeK\0i\0", Look::Text),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", Look::ArmoredSeal),
        (&[0; 5000], Look::Zeros),
        (b"\x01\x02\x03\xff", Look::Unknown),
    ];
    for (bytes, look) in files {
        let opened = bench.open(bytes, &Unlock::default());
        assert!(matches!(opened, Err(PackError::NotAPack(found)) if found == look), "{look:?}: {opened:?}");
        assert!(matches!(peek(&bench.file(bytes)), Ok(Peeked::NotAPack(found)) if found == look));
        assert!(!look.to_string().contains("look_"), "{look}");
    }
    assert!(!bench.scratch().exists(), "refused before it is copied");
    let folder = open(bench.folder.path(), &bench.scratch(), &Unlock::default(), &mut |_| Ok(()), &mut |_| {
        ControlFlow::Continue(())
    });
    assert!(matches!(folder, Err(PackError::NotAPack(Look::Folder))));
    let missing = peek(&bench.folder.path().join("không có.ktra")).unwrap_err();
    assert!(missing.to_string().contains("không có.ktra"), "{missing}");
}

#[test]
fn a_sealed_file_that_holds_something_else_is_no_pack() {
    let bench = Bench::new();
    let identity = x25519::Identity::generate();
    let recipient = identity.to_public();
    let sealed = age::encrypt(&recipient, b"%PDF-1.7 a letter").unwrap();
    let unlock = Unlock { identities: vec![identity], passphrase: None };
    assert!(matches!(bench.open(&sealed, &unlock), Err(PackError::NotAPack(Look::OtherSealed))));
}

#[test]
fn a_newer_layout_or_header_is_too_new_and_not_broken() {
    let bench = Bench::new();
    let mut newer_layout = contents().packed(&Sealing::Plain);
    newer_layout[8] = 2;
    assert!(
        matches!(bench.open(&newer_layout, &Unlock::default()), Err(PackError::Damaged(_))),
        "a changed number is damage: the hash says so"
    );
    let covered = newer_layout.len() - 32;
    let digest = Sha256::digest(&newer_layout[..covered]);
    newer_layout[covered..].copy_from_slice(&digest);
    let too_new = bench.open(&newer_layout, &Unlock::default()).unwrap_err();
    assert!(too_new.is_too_new() && !too_new.is_not_for_us(), "{too_new:?}");

    // Of a header too new only two members need to be as they are today.
    let header = br#"{"least_reader": 9, "program": "kiemtra 4.0", "sender": [1, 2], "round": {}}"#;
    let newer = payload(&signed(&[section(b'H', header)]));
    let too_new = bench.open(&newer, &Unlock::default()).unwrap_err();
    assert!(matches!(&too_new, PackError::TooNew { needs: 9, program } if program == "kiemtra 4.0"));
    assert!(peek(&bench.file(&newer)).unwrap_err().is_too_new());
}

#[test]
fn what_a_newer_program_adds_is_passed_over() {
    let bench = Bench::new();
    let contents = contents();
    let mut header = serde_json::to_value(contents.header()).unwrap();
    header["purpose"] = "festival".into();
    header["format"] = 7.into();
    header["weather"] = serde_json::json!({"rain": [1, 2, {"deep": null}]});
    let keys = serde_json::to_value(keys_of(&SigningKey::from_bytes(&[9; 32]))).unwrap();
    header["roster"] = serde_json::json!([
        {"keys": keys, "name": "máy 1", "standing": "adored"},
        {"keys": {"sign": "00".repeat(32), "read": "age1x", "proof": ""}, "name": "máy 2", "standing": "accepted"},
        {"keys": keys, "name": "máy 3", "standing": "accepted", "shoe": 42},
    ]);
    let mut sections = vec![section(b'H', &serde_json::to_vec(&header).unwrap()), section(b'z', b"new")];
    sections.extend(contents.editions().iter().map(|edition| section(b'E', &serde_json::to_vec(edition).unwrap())));
    sections.push(section(0, &vec![0; 100_000]));
    sections.extend(contents.revisions.iter().map(|stored| section(b'R', stored)));
    for content in &contents.attachments {
        let start = serde_json::json!({"hash": Hex::sha256(content), "size": content.len(), "colour": "red"});
        sections.push(section(b'A', start.to_string().as_bytes()));
        // Pieces of any length.
        sections.extend(content.chunks(7).map(|chunk| section(b'C', chunk)));
    }
    sections.push(section(b'q', b""));
    let pack = bench.open(&payload(&signed(&sections)), &Unlock::default()).unwrap();
    assert!(unpacked(&pack) == contents);
    assert_eq!((pack.header.purpose, pack.signature), (Purpose::Other, Signed::Valid));
    let roster: Vec<_> = pack.header.roster.iter().map(|entry| entry.card.name.as_str()).collect();
    assert_eq!(roster, ["máy 1", "máy 3"]);
    assert_eq!(pack.header.roster[0].standing, crate::exchange::identity::RosterStanding::Other);
}

#[test]
fn what_is_copied_in_can_be_kept_aside_as_it_was() {
    let bench = Bench::new();
    let bytes = contents().packed(&sealings()[1].0);
    let path = bench.file(&bytes);
    let copied = Copied::take_in(&path, &bench.scratch(), &mut |_| ControlFlow::Continue(())).unwrap();
    std::fs::remove_file(&path).unwrap();
    let kept = bench.folder.path().join("waiting.ktra");
    copied.keep_as(&kept).unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), bytes);
    assert_eq!((*copied.hash(), copied.size()), (Hex::sha256(&bytes).0, bytes.len() as u64));
    drop(copied);
    assert_eq!(bench.left_behind(), 0);
}

#[test]
fn working_copies_of_a_power_cut_go_after_a_day() {
    use std::time::{Duration, SystemTime};
    let bench = Bench::new();
    std::fs::create_dir(bench.scratch()).unwrap();
    for name in ["kiemtra-abc.scratch", "other.scratch"] {
        std::fs::write(bench.scratch().join(name), b"x").unwrap();
    }
    clean(&bench.scratch(), SystemTime::now());
    assert_eq!(bench.left_behind(), 2);
    clean(&bench.scratch(), SystemTime::now() + Duration::from_hours(25));
    assert_eq!(bench.left_behind(), 1);
}
