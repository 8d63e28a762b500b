//! Putting, getting, listing.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use kiemtra::exchange::hub::{Cursor, MAX_OBJECT, ObjectHash, ObjectKind, ObjectName, Place, PlaceError, prefix};
use kiemtra::inspection::RoundId;
use kiemtra::journal::DeviceId;

use super::server::{Kind, Server};

fn go_on(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn name(bytes: &[u8]) -> ObjectName {
    ObjectName {
        kind: ObjectKind::Segment,
        round: RoundId::new("2025-dot-1").unwrap(),
        device: DeviceId::new("00112233445566ff").unwrap(),
        hash: ObjectHash::of(bytes),
    }
}

fn put(place: &dyn Place, bytes: &[u8]) -> Result<(), PlaceError> {
    let source = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(source.path(), bytes).unwrap();
    place.put(&name(bytes), source.path(), &mut go_on)
}

fn get(place: &dyn Place, bytes: &[u8], limit: u64) -> Result<Vec<u8>, PlaceError> {
    let mut copy = tempfile::NamedTempFile::new().unwrap();
    place.get(&name(bytes), limit, copy.as_file_mut(), &mut go_on)?;
    Ok(std::fs::read(copy.path()).unwrap())
}

fn keys(place: &dyn Place, round: &str) -> (BTreeSet<String>, usize) {
    let prefix = prefix(&RoundId::new(round).unwrap());
    let (mut all, mut pages, mut after) = (BTreeSet::new(), 0, None::<Cursor>);
    loop {
        let page = place.list(&prefix, after.as_ref()).unwrap();
        all.extend(page.entries.into_iter().map(|entry| entry.key));
        pages += 1;
        match page.next {
            Some(next) => after = Some(next),
            None => return (all, pages),
        }
    }
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn objects_are_put_got_and_listed_over_several_pages() {
    for kind in Kind::ALL {
        let server = Server::start(kind);
        let place = server.place();
        assert_eq!(keys(&place, "2025-dot-1").0.len(), 0, "{kind:?}");
        let mut expected = BTreeSet::new();
        for number in 0..1_003_u32 {
            let bytes = number.to_le_bytes();
            put(&place, &bytes).unwrap();
            expected.insert(name(&bytes).to_string());
        }
        // The same again, as by a laptop whose answer was lost.
        put(&place, &0_u32.to_le_bytes()).unwrap();
        let (listed, pages) = keys(&place, "2025-dot-1");
        assert_eq!(listed, expected, "{kind:?}");
        assert!(pages >= 2, "{kind:?}: {pages} pages");
        assert_eq!(keys(&place, "2025-dot").0.len(), 0, "{kind:?}: another round's keys");
        assert_eq!(get(&place, &7_u32.to_le_bytes(), 4).unwrap(), 7_u32.to_le_bytes());
        assert!(matches!(get(&place, &7_u32.to_le_bytes(), 3), Err(PlaceError::TooLarge(_))));
        let missing = get(&place, b"missing", MAX_OBJECT);
        assert!(matches!(missing, Err(PlaceError::NotThere(_))), "{kind:?}: {missing:?}");
    }
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn a_large_attachment_goes_in_one_put_and_stopping_leaves_nothing() {
    for kind in Kind::ALL {
        let server = Server::start(kind);
        let place = server.place();
        let bytes: Vec<u8> = (0..40_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let source = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(source.path(), &bytes).unwrap();
        let mut steps = 0;
        let stopped = place.put(&name(&bytes), source.path(), &mut |_| {
            steps += 1;
            if steps > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(PlaceError::Stopped)), "{kind:?}: {stopped:?}");
        put(&place, &bytes).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(get(&place, &bytes, MAX_OBJECT).unwrap() == bytes, "{kind:?}");
    }
}
