//! Meeting, accepting, introducing and revoking, on real homes.

use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::hexadecimal;
use crate::inspection::{RoundId, Store, TextFile, read_round};
use crate::journal::{Author, Chain, Change, Clock, DeviceId, FieldName, Parents, Reached, RecordKey};

struct Laptop {
    store: Store,
    _home: TempDir,
}

fn laptop() -> Laptop {
    rust_i18n::set_locale("vi");
    let home = tempfile::tempdir().unwrap();
    let clock = Clock::Fixed("2025-10-20T08:00:00+07:00".parse().unwrap());
    Laptop { store: Store::open(home.path(), clock).unwrap(), _home: home }
}

impl Laptop {
    fn id(&self) -> DeviceId {
        self.store.journal().device().clone()
    }

    fn card(&self, name: &str) -> DeviceCard {
        DeviceCard { keys: self.store.journal().device_keys(), name: name.into(), member: Some("tv-1".into()) }
    }

    fn met(&mut self, other: &Self) -> KnownDevice {
        match self.store.see_device(&other.card("LT")).unwrap() {
            Met::Device(device) => *device,
            Met::ThisLaptop => panic!("another laptop"),
        }
    }

    fn accepts(&mut self, other: &Self) -> StandingChange {
        self.met(other);
        self.store.accept_device(&other.id()).unwrap()
    }

    fn standing_of(&self, other: &Self) -> (Standing, bool) {
        let device = self.store.known_device(&other.id()).unwrap().unwrap();
        assert!(self.store.known_devices().unwrap().contains(&device), "one and all are judged alike");
        (device.standing.clone(), device.is_known())
    }

    fn add_round(&mut self) -> RoundId {
        let text = "id = \"r1\"\ntitle = \"Đợt\"\nperiod = { from = 2025-01-01, to = 2025-06-30 }\nchecklists = [\"khao-sat-hai-long\"]\n[[member]]\nid = \"tv-1\"\nname = \"Thành viên\"\n";
        let file = TextFile::from_bytes("r.toml", text.as_bytes()).unwrap();
        let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
        self.store.add_round(&round, None).unwrap();
        round.id
    }
}

#[test]
fn a_device_waits_until_its_words_were_compared_and_accepted() {
    let (mut lead, member) = (laptop(), laptop());
    let seen = lead.met(&member);
    assert_eq!((seen.standing.clone(), seen.is_known(), seen.name.as_str()), (Standing::Seen, false, "LT"));
    assert_eq!(lead.store.recipients().unwrap(), [""; 0]);

    let words = SixWords::of(&member.store.journal().device_keys());
    assert_eq!(lead.store.find_device(&words.joined("-").to_uppercase()).unwrap().id, member.id());
    assert_eq!(lead.store.find_device(&format!(" {} ", member.id())).unwrap().id, member.id());
    let change = lead.store.accept_device(&member.id()).unwrap();
    assert_eq!((change.became_known, change.no_longer_known), (vec![member.id()], vec![]));
    assert_eq!(lead.standing_of(&member), (Standing::Accepted, true));
    assert_eq!(lead.store.recipients().unwrap(), [member.store.journal().device_keys().read()]);
    assert_eq!(lead.store.accept_device(&member.id()).unwrap(), StandingChange::default());
}

#[test]
fn words_of_nobody_of_oneself_and_ids_never_met_are_refused() {
    let (lead, member) = (laptop(), laptop());
    let find = |typed: &str| lead.store.find_device(typed).unwrap_err();
    let own = SixWords::of(&lead.store.journal().device_keys()).to_string();
    assert!(matches!(find(&own), IdentityError::ThisLaptop));
    assert!(matches!(find(lead.id().as_str()), IdentityError::ThisLaptop));
    assert!(matches!(find(member.id().as_str()), IdentityError::UnknownDevice(id) if id == member.id()));
    let others = SixWords::of(&member.store.journal().device_keys()).to_string();
    assert!(matches!(find(&others), IdentityError::NobodyHasWords(words) if words == others));
    assert!(matches!(find("meo ban"), IdentityError::Words(WordsError::Count(2))));
}

#[test]
fn only_a_directly_accepted_device_introduces_others() {
    let (mut lead, a, b, c) = (laptop(), laptop(), laptop(), laptop());
    lead.accepts(&a);
    lead.store.introduce_device(&a.id(), &b.card("B")).unwrap();
    assert_eq!(lead.standing_of(&b), (Standing::Introduced { by: a.id() }, true));
    lead.store.introduce_device(&b.id(), &c.card("C")).unwrap();
    assert_eq!(lead.standing_of(&c), (Standing::Seen, false));
    assert_eq!(lead.store.recipients().unwrap().len(), 2);

    // Accepted itself, b vouches for what it introduced.
    assert_eq!(lead.store.accept_device(&b.id()).unwrap().became_known, [c.id()]);
    assert_eq!(lead.standing_of(&c), (Standing::Introduced { by: b.id() }, true));
    let change = lead.store.revoke_device(&b.id(), &Revocation::Now).unwrap();
    let mut gone = [b.id(), c.id()];
    gone.sort();
    assert_eq!(change.no_longer_known, gone);
    assert_eq!(lead.standing_of(&c), (Standing::Seen, false));
}

#[test]
fn what_others_say_of_a_device_does_not_rename_it() {
    let (mut lead, a, b) = (laptop(), laptop(), laptop());
    lead.accepts(&a);
    lead.met(&b);
    lead.store.introduce_device(&a.id(), &b.card("Khác")).unwrap();
    assert_eq!(lead.store.known_device(&b.id()).unwrap().unwrap().name, "LT");
    let long = format!("\u{1b}[31mMáy\n{}", "x".repeat(500));
    lead.store.see_device(&b.card(&long)).unwrap();
    let name = lead.store.known_device(&b.id()).unwrap().unwrap().name;
    assert!(name.starts_with("[31mMáy x") && name.chars().count() == 60, "{name}");
}

#[test]
fn other_keys_under_a_known_id_are_refused() {
    let signing = SigningKey::from_bytes(&[9; 32]);
    let keys = || -> DeviceKeys {
        let read = age::x25519::Identity::generate().to_public().to_string();
        let proof = signing.sign(format!("kiemtra device v1: reading key {read}").as_bytes()).to_bytes();
        serde_json::from_value(
            json!({ "sign": hexadecimal::write(signing.verifying_key().as_bytes()), "read": read, "proof": hexadecimal::write(&proof) }),
        )
        .unwrap()
    };
    let card = |keys: DeviceKeys| DeviceCard { keys, name: "LT".into(), member: None };
    let mut lead = laptop();
    let a = laptop();
    lead.accepts(&a);
    let (first, second) = (keys(), keys());
    lead.store.see_device(&card(first.clone())).unwrap();
    assert!(matches!(lead.store.see_device(&card(second.clone())), Err(IdentityError::OtherKeys(_))));
    let entry = RosterEntry { card: card(second), standing: RosterStanding::Accepted, revoked_after: None };
    let taken = lead.store.take_roster(&a.id(), &[entry]).unwrap();
    assert_eq!((taken.other_keys, taken.change), (vec![first.device()], StandingChange::default()));
    assert_eq!(lead.store.known_device(&first.device()).unwrap().unwrap().keys, first);
}

#[test]
fn this_laptop_is_not_its_own_acquaintance() {
    let mut lead = laptop();
    let card = lead.card("LT");
    assert_eq!(lead.store.see_device(&card).unwrap(), Met::ThisLaptop);
    assert!(matches!(lead.store.accept_device(&card.keys.device()), Err(IdentityError::ThisLaptop)));
    lead.store.name_this_device("  Máy\tchị Hoa ").unwrap();
    assert_eq!(lead.store.this_device().unwrap().name, "Máy chị Hoa");
    assert!(matches!(lead.store.name_this_device(" \n"), Err(IdentityError::NameEmpty)));
    assert_eq!(lead.store.known_devices().unwrap(), []);
}

#[test]
fn a_revoked_device_keeps_what_was_held_and_can_be_accepted_again() {
    let (mut lead, mut member) = (laptop(), laptop());
    let round = lead.add_round();
    let chain = Chain::Round(round.to_string());
    lead.accepts(&member);
    for text in ["một", "hai"] {
        let record = RecordKey::new(format!("phrase/r1/c/i/{}", if text == "một" { "1" } else { "2" })).unwrap();
        let field = FieldName::new("content").unwrap();
        let change = Change { record, field, value: json!(text), parents: Parents::SoleHead };
        member.store.journal_mut().write(&chain, &Author::default(), &[change]).unwrap();
    }
    let mut sent = Vec::new();
    member.store.journal().stored("r1", &mut |bytes| sent.push(bytes.to_vec())).unwrap();
    lead.store.journal_mut().import(&sent).unwrap();

    lead.store.revoke_device(&member.id(), &Revocation::Now).unwrap();
    let revoked = lead.store.known_device(&member.id()).unwrap().unwrap();
    assert!(!revoked.is_known());
    let limits = revoked.revoked.unwrap();
    assert_eq!((limits.reaches("r1", 2), limits.reaches("r1", 3)), (Reached::Yes, Reached::No));
    assert_eq!(limits.reaches("r2", 1), Reached::No);
    assert_eq!(lead.store.recipients().unwrap(), [""; 0]);

    let after = Revocation::After { round: round.clone(), sequence: 1 };
    lead.store.revoke_device(&member.id(), &after).unwrap();
    let limits = lead.store.known_device(&member.id()).unwrap().unwrap().revoked.unwrap();
    assert_eq!((limits.reaches("r1", 1), limits.reaches("r1", 2)), (Reached::Yes, Reached::No));
    // Being seen again changes nothing about it.
    lead.met(&member);
    assert!(!lead.standing_of(&member).1);

    assert_eq!(lead.store.accept_device(&member.id()).unwrap().became_known, [member.id()]);
    assert_eq!(lead.standing_of(&member), (Standing::Accepted, true));
    let unknown = Revocation::After { round: RoundId::new("khong-co").unwrap(), sequence: 1 };
    assert!(lead.store.revoke_device(&member.id(), &unknown).is_err());
    assert!(lead.standing_of(&member).1);
}

#[test]
fn a_roster_introduces_and_withdraws_but_never_overrules_a_person_here() {
    let (mut lead, mut member, mut third, fourth) = (laptop(), laptop(), laptop(), laptop());
    for other in [&third, &fourth] {
        lead.accepts(other);
    }
    lead.met(&member);
    let roster = lead.store.roster().unwrap();
    assert_eq!(roster.len(), 2, "who was only met is not passed on");
    let sent: Vec<RosterEntry> = serde_json::from_str(&serde_json::to_string(&roster).unwrap()).unwrap();
    assert_eq!(sent, roster);

    // A stranger's roster makes nobody known.
    member.met(&lead);
    assert_eq!(member.store.take_roster(&lead.id(), &roster).unwrap(), RosterTaken::default());
    assert_eq!(member.standing_of(&third), (Standing::Seen, false));
    let mut known = [lead.id(), third.id(), fourth.id()];
    known.sort();
    assert_eq!(member.store.accept_device(&lead.id()).unwrap().became_known, known);

    third.accepts(&lead);
    third.accepts(&fourth);
    lead.store.revoke_device(&fourth.id(), &Revocation::Now).unwrap();
    let roster = lead.store.roster().unwrap();
    let taken = member.store.take_roster(&lead.id(), &roster).unwrap();
    assert_eq!((taken.change.no_longer_known, taken.revoked_elsewhere), (vec![fourth.id()], vec![]));
    let taken = third.store.take_roster(&lead.id(), &roster).unwrap();
    assert_eq!((taken.change, taken.revoked_elsewhere), (StandingChange::default(), vec![fourth.id()]));
    assert_eq!(third.standing_of(&fourth), (Standing::Accepted, true));
}
