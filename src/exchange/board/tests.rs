use std::ops::ControlFlow;

use serde_json::json;

use super::fixture::{ASSIGNED, Laptop, member, unit};
use super::*;
use crate::conclusion::{SigningError, sign};
use crate::exchange::merging::{NewDevices, receipts_beside};
use crate::exchange::pack::Purpose;
use crate::inspection::Recorder;
use crate::journal::{
    Admission, Holdings, Incoming, JournalError, MergeMode, Revision, SignedTip, Span, StoredRevision,
};

const ALL_OF_THU: &str = "[answer.\"thu/tong\"]\nnumber = 10\n[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\n";
const ALL_OF_HO_SO: &str = "[answer.\"ho-so/dung-han\"]\nverdict = \"fail\"\nremark = \"Trễ hẹn\"\n";

fn board(laptop: &Laptop) -> Board {
    laptop.store.board(&laptop.round()).unwrap()
}

fn cell(board: &Board, at: &str, checklist: &str, of: &str) -> Option<MemberCell> {
    let unit = board.units.iter().find(|each| each.unit == unit(at)).unwrap();
    unit.checklists.iter().find(|each| each.checklist.as_str() == checklist).unwrap().of(&member(of)).cloned()
}

fn recorder(of: &str, reason: Option<&str>) -> Recorder {
    let round = crate::inspection::RoundId::new("2025-dot-1").unwrap();
    Recorder { round, unit: unit("mau-a"), member: of.into(), reason: reason.map(str::to_owned) }
}

#[test]
fn the_board_tells_what_was_assigned_received_and_finished() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    let before = board(&lead);
    assert_eq!(before.members.len(), 2, "the lead is assigned nothing");
    let expected = cell(&before, "mau-a", "thu", "binh").unwrap();
    assert_eq!((expected.expected, expected.received, expected.finality), (Expected::Assigned, 0, Finality::NotSaid));
    assert_eq!(cell(&before, "mau-b", "ho-so", "chi"), None);

    binh.record("mau-a", "binh", ALL_OF_THU);
    // Outside his assignment.
    binh.record("mau-a", "binh", ALL_OF_HO_SO);
    binh.finish("binh");
    lead.take(&binh.pack(Purpose::Full));
    let after = board(&lead);
    let done = cell(&after, "mau-a", "thu", "binh").unwrap();
    assert_eq!((done.received, done.finality), (2, Finality::Final));
    assert!(done.newest.is_some());
    let thu = &after.units[0].checklists[0];
    assert_eq!((thu.items, thu.received), (2, 2), "neither the item that is not asked nor the optional one counts");
    assert_eq!(cell(&after, "mau-a", "ho-so", "binh").unwrap().expected, Expected::No);
    assert_eq!(cell(&after, "mau-a", "ho-so", "chi").unwrap().finality, Finality::NotSaid);
    let known = after.members.iter().find(|known| known.id == member("binh")).unwrap();
    assert!(known.last_pack.is_some() && known.finished.is_some());
}

#[test]
fn a_word_before_the_day_of_the_visit_is_not_about_that_unit() {
    let mut lead = Laptop::lead(ASSIGNED);
    lead.record("mau-a", "binh", ALL_OF_THU);
    lead.finish("binh");
    assert_eq!(cell(&board(&lead), "mau-b", "thu", "binh").unwrap().finality, Finality::NotSaid);
    lead.at("2025-10-21T16:00:00+07:00");
    lead.record("mau-a", "binh", "[answer.\"thu/tong\"]\nnumber = 11\n");
    lead.finish("binh");
    assert_eq!(cell(&board(&lead), "mau-b", "thu", "binh").unwrap().finality, Finality::Final);
}

#[test]
fn what_is_recorded_after_finishing_is_told_until_it_is_said_again() {
    let mut lead = Laptop::lead(ASSIGNED);
    let finality = |lead: &Laptop| cell(&board(lead), "mau-a", "thu", "binh").unwrap().finality;
    lead.record("mau-a", "binh", ALL_OF_THU);
    lead.finish("binh");
    assert_eq!(finality(&lead), Finality::Final);
    lead.record("mau-a", "binh", "[answer.\"thu/tong\"]\nnumber = 11\n");
    assert_eq!(finality(&lead), Finality::Stale);
    lead.finish("binh");
    assert_eq!(finality(&lead), Finality::Final);
    lead.store.unfinish(&lead.round().id, &member("binh")).unwrap();
    assert_eq!(finality(&lead), Finality::NotSaid);
    lead.finish("binh");
    assert_eq!(finality(&lead), Finality::Final, "said again on the same laptop");
}

#[test]
fn without_assignments_those_count_who_are_known_to_take_part() {
    let mut lead = Laptop::lead("");
    let mut binh = Laptop::member(&lead);
    assert_eq!(board(&lead).members, [], "nobody has recorded anything");
    binh.record("mau-b", "binh", ALL_OF_THU);
    lead.take(&binh.pack(Purpose::Full));
    let board = board(&lead);
    assert_eq!(board.members.iter().map(|known| known.id.as_str()).collect::<Vec<_>>(), ["binh"]);
    assert_eq!(cell(&board, "mau-a", "ho-so", "binh").unwrap().expected, Expected::Everybody);
}

#[test]
fn two_members_on_one_laptop_and_one_member_on_two_are_ordinary() {
    let mut lead = Laptop::lead(ASSIGNED);
    let (mut shared, mut other) = (Laptop::member(&lead), Laptop::member(&lead));
    shared.record("mau-a", "binh", "[answer.\"thu/tong\"]\nnumber = 10\n");
    shared.record("mau-a", "chi", ALL_OF_HO_SO);
    other.record("mau-a", "binh", "[answer.\"thu/dia-chi\"]\nverdict = \"pass\"\n");
    shared.finish("chi");
    other.finish("binh");
    lead.take(&shared.pack(Purpose::Full));
    lead.take(&other.pack(Purpose::Full));
    let seen = board(&lead);
    let binh = cell(&seen, "mau-a", "thu", "binh").unwrap();
    assert_eq!((binh.received, binh.finality), (2, Finality::Stale), "his word on one laptop is not about the other");
    assert_eq!(cell(&seen, "mau-a", "ho-so", "chi").unwrap().finality, Finality::Final);
    shared.finish("binh");
    lead.take(&shared.pack(Purpose::Full));
    let seen = board(&lead);
    assert_eq!(cell(&seen, "mau-a", "thu", "binh").unwrap().finality, Finality::Final, "two words beside each other");
}

/// Takes in what `from` wrote but for some numbers, and the word that it goes to the end.
fn take_without(lead: &mut Laptop, from: &Laptop, left_out: Span) {
    let chain = crate::journal::Chain::Round("2025-dot-1".into());
    let own = from.store.journal().device().clone();
    let mut taken: Vec<StoredRevision> = Vec::new();
    from.store
        .journal()
        .stored("2025-dot-1", &mut |bytes| {
            let stored = StoredRevision::new(bytes.to_vec());
            let revision = Revision::check(&stored).unwrap();
            let is_out = revision.device == own && (left_out.first..=left_out.last).contains(&revision.sequence);
            if !is_out {
                taken.push(stored);
            }
        })
        .unwrap();
    let tips: Vec<SignedTip> = from.store.journal().tips(&chain).unwrap();
    let incoming = Incoming {
        chain,
        sender: Some(own),
        digest: "x".into(),
        about: json!({}),
        revisions: &mut |take: &mut dyn FnMut(&StoredRevision) -> Result<(), JournalError>| {
            taken.iter().try_for_each(take)
        },
        judge: &mut |_| Admission::Take,
        holdings: Holdings::default(),
        tips,
        go_on: &mut |_| ControlFlow::Continue(()),
    };
    let nothing = |_: &crate::journal::Journal, _| Ok::<_, JournalError>(());
    lead.store.journal_mut().merge(vec![incoming], MergeMode::Keep, nothing).unwrap();
}

#[test]
fn gaps_are_told_by_device_and_go_when_they_are_filled() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    assert_eq!(board(&lead).devices.iter().map(|device| device.gaps.len()).sum::<usize>(), 0);
    assert!(board(&binh).devices.iter().all(|device| device.gaps.is_empty()), "a work order makes no gaps");
    for number in 1..8 {
        binh.record("mau-a", "binh", &format!("[answer.\"thu/tong\"]\nnumber = {number}\n"));
    }
    let last = binh.store.journal().holdings(&crate::journal::Chain::Round("2025-dot-1".into())).unwrap();
    let last = last.0[binh.store.journal().device()].last().unwrap().last;
    take_without(&mut lead, &binh, Span { first: 3, last: 4 });
    let of_binh = |lead: &Laptop| {
        let id = binh.store.journal().device().clone();
        board(lead).devices.into_iter().find(|device| device.device == id).unwrap()
    };
    assert_eq!(of_binh(&lead).gaps, [Span { first: 3, last: 4 }]);
    assert_eq!(of_binh(&lead).held, last);
    assert_eq!(numbers(&of_binh(&lead).gaps), "3–4");
    let owed = lead.store.outstanding(&lead.round(), &unit("mau-a"), "truong").unwrap();
    assert!(owed.sentences().iter().any(|sentence| sentence.contains("bản ghi số 3–4")), "{:?}", owed.sentences());
    lead.take(&binh.pack(Purpose::Full));
    assert_eq!(of_binh(&lead).gaps, []);
}

#[test]
fn packs_of_unknown_devices_and_missing_files_are_on_the_board() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    let evidence =
        "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nevidence = [{ file = \"bang.jpg\", about = \"Bảng\" }]\n";
    binh.record("mau-a", "binh", ALL_OF_THU);
    lead.merge(&binh.pack(Purpose::Full), NewDevices::Wait);
    let board = board(&lead);
    assert_eq!(board.waiting.len(), 1);
    assert_eq!(board.waiting[0].device.as_ref(), Some(binh.store.journal().device()));
    assert_eq!(board.meeting, Meeting::Never, "what waits has not been merged");
    binh.record("mau-a", "binh", evidence);
    assert_eq!(self::board(&binh).units[0].attachments_missing, 0, "a name alone names no file");
}

#[test]
fn conflicts_are_counted_where_they_are() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    lead.record("mau-a", "truong", "[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Thiếu\"\n");
    binh.record("mau-a", "binh", ALL_OF_THU);
    lead.take(&binh.pack(Purpose::Full));
    let board = board(&lead);
    assert_eq!((board.units[0].conflicts, board.units[0].checklists[0].conflicts), (1, 1));
    assert_eq!(board.units[0].checklists[1].conflicts, 0);
    let open = lead.store.open_conflicts(&lead.round().id, &unit("mau-a")).unwrap();
    assert_eq!(open.len(), board.units[0].conflicts, "as closing counts them");
}

#[test]
fn unsent_goes_down_when_a_receipt_comes_back() {
    let mut lead = Laptop::lead(ASSIGNED);
    let mut binh = Laptop::member(&lead);
    let alone = board(&lead).unsent;
    assert!(alone > 0, "a laptop that never met another one counts all it has");
    binh.record("mau-a", "binh", ALL_OF_THU);
    assert_eq!(board(&binh).unsent, 2, "two answers; what the order brought is held by the lead");
    let pack = binh.pack(Purpose::Full);
    lead.take(&pack);
    for receipt in receipts_beside(&pack) {
        assert!(binh.store.take_receipt(&receipt).unwrap().is_some());
    }
    assert_eq!(board(&binh).unsent, 0);
    assert_eq!(board(&lead).unsent, 0, "the member's pack told that he holds the round");
}

#[test]
fn closing_waits_for_everybody_expected_or_a_reason_once_laptops_have_met() {
    let mut lead = Laptop::lead(ASSIGNED);
    lead.record("mau-a", "truong", ALL_OF_THU);
    lead.record("mau-a", "truong", "[answer.\"ho-so/dung-han\"]\nverdict = \"pass\"\n");
    let alone = lead.store.outstanding(&lead.round(), &unit("mau-a"), "truong").unwrap();
    assert!(alone.is_empty(), "a laptop alone has nothing to wait for");
    let mut binh = Laptop::member(&lead);
    binh.record("mau-a", "binh", "[answer.\"thu/ghi\"]\ntext = \"Không\"\n");
    lead.take(&binh.pack(Purpose::Full));

    let refused = sign(&mut lead.store, &recorder("truong", None)).unwrap_err();
    assert!(matches!(&refused, SigningError::Outstanding { .. }), "{refused}");
    let told = refused.to_string();
    assert!(told.contains("Chưa báo xong: Trần Văn Bình, Lê Thị Chi"), "{told}");

    binh.finish("binh");
    lead.take(&binh.pack(Purpose::Full));
    lead.finish("chi");
    sign(&mut lead.store, &recorder("truong", None)).unwrap();
}

#[test]
fn closing_goes_on_with_a_written_reason() {
    let mut lead = Laptop::lead(ASSIGNED);
    lead.record("mau-a", "truong", ALL_OF_THU);
    lead.record("mau-a", "truong", "[answer.\"ho-so/dung-han\"]\nverdict = \"pass\"\n");
    let mut binh = Laptop::member(&lead);
    binh.record("mau-a", "binh", "[answer.\"thu/ghi\"]\ntext = \"Không\"\n");
    lead.take(&binh.pack(Purpose::Full));
    let signed = sign(&mut lead.store, &recorder("truong", Some("Đã thống nhất qua điện thoại"))).unwrap();
    assert_eq!(signed.content.reason.as_deref(), Some("Đã thống nhất qua điện thoại"));
}
