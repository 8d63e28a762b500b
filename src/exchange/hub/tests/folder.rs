//! A real folder.

use std::fs;
use std::ops::ControlFlow;

use super::super::*;
use super::toy::{ToyLaptop, round};

fn go_on(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn name(bytes: &[u8]) -> ObjectName {
    let device = ToyLaptop::new(1).device;
    ObjectName { kind: ObjectKind::Segment, round: round(), device, hash: ObjectHash::of(bytes) }
}

fn put(place: &FolderPlace, bytes: &[u8]) -> Result<(), PlaceError> {
    let source = tempfile::NamedTempFile::new().unwrap();
    fs::write(source.path(), bytes).unwrap();
    place.put(&name(bytes), source.path(), &mut go_on)
}

fn get(place: &FolderPlace, bytes: &[u8]) -> Result<Vec<u8>, PlaceError> {
    let mut copy = tempfile::NamedTempFile::new().unwrap();
    place.get(&name(bytes), MAX_OBJECT, copy.as_file_mut(), &mut go_on)?;
    Ok(fs::read(copy.path()).unwrap())
}

#[test]
fn what_was_put_is_listed_and_read_back_and_nothing_else_is_left() {
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    assert_eq!(place.list(&prefix(&round()), None).unwrap(), Page::default());
    put(&place, b"one").unwrap();
    put(&place, b"one").unwrap();
    let page = place.list(&prefix(&round()), None).unwrap();
    assert_eq!(page.entries, [Entry { key: name(b"one").to_string(), size: 3 }]);
    assert_eq!(get(&place, b"one").unwrap(), b"one");
    assert!(matches!(get(&place, b"two"), Err(PlaceError::NotThere(_))));
}

#[test]
fn a_torn_object_is_put_right() {
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    put(&place, b"one").unwrap();
    let path = root.path().join(name(b"one").to_string());
    for torn in [&b"on"[..], b"oNe", b""] {
        fs::write(&path, torn).unwrap();
        put(&place, b"one").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }
}

#[test]
fn what_is_too_large_is_not_copied_to_its_end() {
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    put(&place, &[7; 1000]).unwrap();
    let mut copy = tempfile::tempfile().unwrap();
    let refused = place.get(&name(&[7; 1000]), 999, &mut copy, &mut go_on);
    assert!(matches!(refused, Err(PlaceError::TooLarge(_))), "{refused:?}");
}

#[test]
fn stopping_leaves_no_half_file() {
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    let source = tempfile::NamedTempFile::new().unwrap();
    fs::write(source.path(), b"one").unwrap();
    let stopped = place.put(&name(b"one"), source.path(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(PlaceError::Stopped)));
    assert_eq!(place.list(&prefix(&round()), None).unwrap().entries, []);
}

#[test]
fn a_folder_that_is_missing_or_vanishes_is_told_plainly() {
    let root = tempfile::tempdir().unwrap();
    let stick = root.path().join("usb");
    assert!(matches!(FolderPlace::open(&stick), Err(PlaceError::NoFolder(_))));
    fs::create_dir(&stick).unwrap();
    let place = FolderPlace::open(&stick).unwrap();
    put(&place, b"one").unwrap();
    fs::remove_dir_all(&stick).unwrap();
    assert!(matches!(place.list(&prefix(&round()), None), Err(PlaceError::NoFolder(_))));
    assert!(matches!(get(&place, b"one"), Err(PlaceError::NoFolder(_))));
    assert!(matches!(put(&place, b"one"), Err(PlaceError::NoFolder(_))));
    assert!(!stick.exists(), "a pulled stick's folder is not made anew on this laptop's disk");
}

#[test]
fn a_file_where_the_place_should_be_is_told() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(matches!(FolderPlace::open(file.path()), Err(PlaceError::Folder { .. })));
}

#[cfg(unix)]
#[test]
fn what_is_put_can_be_read_by_others_and_links_lead_nowhere() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    put(&place, b"one").unwrap();
    let path = root.path().join(name(b"one").to_string());
    assert_ne!(fs::metadata(&path).unwrap().permissions().mode() & 0o044, 0);
    let outside = tempfile::tempdir().unwrap();
    let round_folder = path.parent().unwrap().parent().unwrap();
    symlink(outside.path(), round_folder.join("00112233445566ff")).unwrap();
    symlink(&path, path.with_file_name(format!("{}.seg", "0".repeat(64)))).unwrap();
    let keys: Vec<String> =
        place.list(&prefix(&round()), None).unwrap().entries.into_iter().map(|entry| entry.key).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert!(keys.iter().any(|key| key.ends_with("/00112233445566ff")), "named, not entered: {keys:?}");
}

#[test]
fn laptops_meet_in_a_folder_that_a_synchroniser_litters() {
    let root = tempfile::tempdir().unwrap();
    let place = FolderPlace::open(root.path()).unwrap();
    let mut team = ToyLaptop::team(2);
    team[0].record(3);
    team[0].meet(&place);
    let page = place.list(&prefix(&round()), None).unwrap();
    let object = root.path().join(&page.entries[0].key);
    let bytes = fs::read(&object).unwrap();
    fs::write(object.with_extension("sync-conflict-20251101-080000-ABCDEFG.seg"), &bytes).unwrap();
    fs::write(object.with_file_name(".syncthing.abc.seg.tmp"), &bytes[..9]).unwrap();
    fs::write(object.with_file_name("Thumbs.db"), b"x").unwrap();
    fs::create_dir(object.with_file_name("anh")).unwrap();
    // Half of it has arrived.
    fs::write(&object, &bytes[..bytes.len() / 2]).unwrap();
    let synced = team[1].meet(&place);
    assert_eq!((synced.passed.len(), team[1].holds.count()), (4, 0), "{:?}", synced.passed);
    fs::write(&object, &bytes).unwrap();
    team[1].meet(&place);
    assert_eq!(team[1].holds, team[0].holds);
}
