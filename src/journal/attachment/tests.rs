use std::cell::Cell;
use std::io::Write;
use std::ops::ControlFlow;

use super::super::fixture::{clock, open};
use super::super::{Author, Chain, Change, Damage, FieldName, Journal, Parents, RecordKey};
use super::*;

fn take_in(attachments: &Attachments, source: &Path) -> Result<StoredFile, AttachError> {
    attachments.take_in(source, &mut |_| ControlFlow::Continue(()))
}

/// Everything that lies in the folder, as paths within it.
fn lying(attachments: &Attachments) -> Vec<String> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    walk(&attachments.folder, &attachments.folder, &mut found);
    found.sort();
    found
}

#[test]
fn a_file_lies_under_its_hash_and_the_same_content_only_once() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let (one, two) = (home.path().join("bảng.jpg"), home.path().join("khác.jpg"));
    std::fs::write(&one, "ảnh").unwrap();
    std::fs::write(&two, "ảnh").unwrap();
    let (first, second) = (take_in(&attachments, &one).unwrap(), take_in(&attachments, &two).unwrap());
    assert_eq!((first.name.as_str(), second.name.as_str(), first.size), ("bảng.jpg", "khác.jpg", 4 + 1));
    assert_eq!(first.hash, second.hash);
    assert_eq!(lying(&attachments), [format!("{}/{}", &first.hash.as_str()[..2], first.hash)]);
    assert_eq!(attachments.state(&first.hash, Some(5)), AttachmentState::Present);
    assert_eq!(attachments.state(&first.hash, Some(6)), AttachmentState::Changed);
    assert_eq!(attachments.read(&first.hash, 5).unwrap(), "ảnh".as_bytes());
    assert!(matches!(attachments.read(&first.hash, 4), Err(AttachError::TooLarge { .. })));
    assert!(std::fs::metadata(attachments.path(&first.hash)).unwrap().permissions().readonly());
}

#[test]
fn an_empty_file_is_a_file() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let source = home.path().join("trống.txt");
    std::fs::write(&source, "").unwrap();
    assert_eq!(take_in(&attachments, &source).unwrap().size, 0);
}

#[test]
fn what_is_no_file_is_refused_by_name_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let gone = take_in(&attachments, &home.path().join("mất.jpg")).unwrap_err();
    assert!(matches!(gone, AttachError::Vanished(_)) && gone.to_string().contains("mất.jpg"), "{gone}");
    assert!(matches!(take_in(&attachments, home.path()), Err(AttachError::Folder(_))));
    let large = home.path().join("lớn.mp4");
    std::fs::File::create(&large).unwrap().set_len(MAX_ATTACHMENT + 1).unwrap();
    let refused = take_in(&attachments, &large).unwrap_err().to_string();
    assert!(refused.contains("201 MiB") && refused.contains("200 MiB"), "{refused}");
    assert_eq!(lying(&attachments), [""; 0]);
}

#[test]
fn a_file_that_vanishes_or_changes_while_it_is_read_is_refused_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let source = home.path().join("đang ghi.log");
    let looks = Cell::new(0);
    let take = |change: &dyn Fn(u64)| {
        looks.set(0);
        std::fs::write(&source, vec![1; CHUNK * 2]).unwrap();
        attachments.take_in(&source, &mut |done| {
            if done == CHUNK as u64 {
                looks.set(looks.get() + 1);
                change(looks.get());
            }
            ControlFlow::Continue(())
        })
    };
    let append = || std::fs::File::options().append(true).open(&source).unwrap().write_all(b"x").unwrap();
    let refused = take(&|_| append()).unwrap_err();
    assert!(matches!(refused, AttachError::Changing(_)), "{refused}");
    assert_eq!((looks.get(), lying(&attachments).len()), (2, 0), "tried twice");
    // Written to once only: the second try takes it whole.
    let stored = take(&|look| {
        if look == 1 {
            append();
        }
    })
    .unwrap();
    assert_eq!(stored.size, (CHUNK * 2 + 1) as u64);
    assert_eq!(lying(&attachments).len(), 1);
    let gone = take(&|_| std::fs::remove_file(&source).unwrap_or_default()).unwrap_err();
    assert!(matches!(gone, AttachError::Vanished(_)), "{gone}");
    assert_eq!(lying(&attachments).len(), 1);
}

#[test]
fn stopping_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let source = home.path().join("phim.mp4");
    std::fs::write(&source, vec![1; CHUNK * 4]).unwrap();
    let halfway = |done| if done >= CHUNK as u64 * 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    assert!(matches!(attachments.take_in(&source, &mut { halfway }), Err(AttachError::Stopped)));
    assert_eq!(lying(&attachments).len(), 0);
}

#[test]
fn attaching_again_mends_a_damaged_file() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    let source = home.path().join("a.txt");
    std::fs::write(&source, "đúng").unwrap();
    let stored = take_in(&attachments, &source).unwrap();
    let path = attachments.path(&stored.hash);
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "sai!!").unwrap();
    assert_eq!(attachments.check(&stored.hash).unwrap(), AttachmentState::Changed);
    assert!(matches!(attachments.read(&stored.hash, 100), Err(AttachError::Damaged { .. })));
    take_in(&attachments, &source).unwrap();
    assert_eq!(attachments.check(&stored.hash).unwrap(), AttachmentState::Present);
}

#[test]
fn half_copies_of_a_power_cut_go_after_a_day_and_other_files_stay() {
    let home = tempfile::tempdir().unwrap();
    let attachments = Attachments::of(home.path());
    std::fs::create_dir(&attachments.folder).unwrap();
    for name in ["kiemtra-abc.part", "ghi chú.txt"] {
        std::fs::write(attachments.folder.join(name), "x").unwrap();
    }
    let now = SystemTime::now();
    attachments.clean(now);
    assert_eq!(lying(&attachments).len(), 2, "somebody may still be copying");
    attachments.clean(now + PART_LIFE * 2);
    assert_eq!(lying(&attachments), ["ghi chú.txt"]);
}

#[test]
fn a_hash_is_64_lower_case_digits() {
    assert!(AttachmentHash::new(&"a0".repeat(32)).is_some());
    for wrong in ["", "a0", &"A0".repeat(32), &"é".repeat(32), &"../".repeat(22)[..64]] {
        assert_eq!(AttachmentHash::new(wrong), None, "{wrong}");
    }
}

fn name_file(journal: &mut Journal, entry: &str, stored: &StoredFile) {
    let change = |field: &str, value| Change {
        record: RecordKey::new(format!("evidence/r1/u/c/i/{entry}")).unwrap(),
        field: FieldName::new(field).unwrap(),
        value,
        parents: Parents::SoleHead,
    };
    let content = serde_json::json!({ "file": stored.name, "hash": stored.hash, "size": stored.size });
    journal.write(&Chain::Round("r1".into()), &Author::default(), &[change("content", content)]).unwrap();
}

#[test]
fn verify_names_files_that_are_gone_or_changed_and_counts_those_nobody_names() {
    let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = open(home.path());
    let attachments = journal.attachments();
    let take = |name: &str, content: &str| {
        let source = other.path().join(name);
        std::fs::write(&source, content).unwrap();
        take_in(&attachments, &source).unwrap()
    };
    let (sound, changed, gone) = (take("sound.jpg", "1"), take("changed.jpg", "2"), take("gone.jpg", "3"));
    take("unnamed.jpg", "4");
    for (entry, stored) in [("a", &sound), ("b", &changed), ("c", &gone), ("d", &sound)] {
        name_file(&mut journal, entry, stored);
    }
    let report = journal.verify().unwrap();
    assert_eq!((report.attachments, report.unreferenced_attachments, report.damages), (3, 1, vec![]));
    let path = attachments.path(&changed.hash);
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "9").unwrap();
    std::fs::remove_file(attachments.path(&gone.hash)).unwrap();
    let named = |stored: &StoredFile| format!("{} ({})", stored.name, stored.hash.short());
    let mut damages = journal.verify().unwrap().damages;
    damages.sort_by_key(ToString::to_string);
    let mut expected = vec![Damage::AttachmentChanged(named(&changed)), Damage::AttachmentMissing(named(&gone))];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(damages, expected);
    // On a laptop where the records came alone nothing is damaged: the files did not come along.
    let elsewhere = tempfile::tempdir().unwrap();
    drop(journal);
    std::fs::copy(home.path().join(super::super::DATABASE), elsewhere.path().join(super::super::DATABASE)).unwrap();
    let report = Journal::verify_home(elsewhere.path(), &clock()).unwrap();
    assert_eq!((report.damages, report.absent_attachments.len()), (vec![], 3));
}
