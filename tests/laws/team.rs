//! A team whose laptops go through a history, each held against what must be true of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kiemtra::exchange::identity::{DeviceCard, KnownDevice, Revocation};
use kiemtra::exchange::merging::{BadFiles, FileOutcome, FileReport, MergeOrder, MergeReport, NewDevices, Taken};
use kiemtra::exchange::pack::Purpose;
use kiemtra::exchange::packing::{Files, PackOrder, Readers};
use kiemtra::journal::{Chain, DeviceId, MergeMode, RevisionId};
use proptest_state_machine::StateMachineTest;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::laptop::{Laptop, ROUND, keep_key};
use crate::machine::{Around, Histories, Spoil, Step};
use crate::model::Written;

/// A pack that lies somewhere.
struct Pack {
    file: PathBuf,
    sender: DeviceId,
    ids: BTreeSet<RevisionId>,
    /// Who can read it; none: everybody.
    readers: Option<BTreeSet<DeviceId>>,
}

/// What a laptop is expected to make of packs.
struct Before {
    known: BTreeSet<DeviceId>,
    own: DeviceId,
}

pub struct Team {
    folder: TempDir,
    written: Written,
    laptops: Vec<Laptop>,
    packs: Vec<Pack>,
    /// How many packs were made.
    made: usize,
    /// What is in a pack, by the SHA-256 of its file: the name it waits under.
    by_hash: BTreeMap<String, BTreeSet<RevisionId>>,
}

/// A folder in memory where there is one: every merge makes a backup and waits for the disk.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

impl Team {
    fn new(around: &Around) -> Self {
        let folder = folder();
        let mut laptops: Vec<Laptop> =
            (0..around.laptops).map(|number| Laptop::open(folder.path().join(format!("may-{number}")))).collect();
        let mut written = Written::default();
        for lead in laptops.iter_mut().take(around.leads) {
            lead.set_up_round("Kiểm tra");
            lead.note_own(&mut written);
        }
        // They met in the office: everybody accepted everybody.
        let cards: Vec<DeviceCard> = laptops.iter().map(card).collect();
        for laptop in &mut laptops {
            let own = laptop.device();
            for card in cards.iter().filter(|card| card.keys.device() != own) {
                laptop.store_mut().see_device(card).unwrap();
                laptop.store_mut().accept_device(&card.keys.device()).unwrap();
            }
        }
        let mut team = Self { folder, written, laptops, packs: Vec::new(), made: 0, by_hash: BTreeMap::new() };
        // And got the order there.
        let order = team.pack(0, false);
        for laptop in 1..team.laptops.len() {
            team.merge(laptop, &[order], NewDevices::Wait);
        }
        team.packs.clear();
        team
    }

    /// Makes a pack; its place among those that lie around.
    fn pack(&mut self, laptop: usize, sealed: bool) -> usize {
        let file = self.folder.path().join(format!("goi-{}.ktra", self.made));
        let from = &self.laptops[laptop];
        let known: BTreeSet<DeviceId> = known(from);
        let sealed = sealed && !known.is_empty();
        let readers = if sealed { Readers::Known } else { Readers::Everybody };
        let order = PackOrder { purpose: Purpose::Full, readers, files: Files::default() };
        let ids = if let Ok(round) = from.store().round(ROUND) {
            from.store().pack(&round, &order, &file, &mut |_| ControlFlow::Continue(())).unwrap();
            from.counted.ids.clone()
        } else {
            // A laptop that does not know the round has nothing to send; somebody sends a text instead.
            std::fs::write(&file, "chưa có gì").unwrap();
            BTreeSet::new()
        };
        self.made += 1;
        self.by_hash.insert(hash_of(&file), ids.clone());
        self.packs.push(Pack { file, sender: from.device(), ids, readers: sealed.then_some(known) });
        self.packs.len() - 1
    }

    /// Merges packs, and holds what came of it against what must.
    fn merge(&mut self, at: usize, packs: &[usize], new_devices: NewDevices) {
        let files: Vec<PathBuf> = packs.iter().map(|pack| self.packs[*pack].file.clone()).collect();
        let laptop = &mut self.laptops[at];
        let before = Before { known: known(laptop), own: laptop.device() };
        let report = merge(laptop, files, new_devices, MergeMode::Keep);
        for (file, pack) in report.files.iter().zip(packs.iter().map(|pack| &self.packs[*pack])) {
            before.expect(pack, file, new_devices);
        }
        let ids: Vec<BTreeSet<RevisionId>> = packs.iter().map(|pack| self.packs[*pack].ids.clone()).collect();
        self.note_merged(at, &report, &ids);
    }

    /// Takes over what a merge brought: exactly what was in the packs, without what a revoked device wrote later.
    fn note_merged(&mut self, at: usize, report: &MergeReport, packs: &[BTreeSet<RevisionId>]) {
        let revoked = revoked(&self.laptops[at]);
        let mut brought = 0;
        for (file, ids) in report.files.iter().zip(packs) {
            let FileOutcome::Taken(taken) = &file.outcome else { continue };
            let laptop = &mut self.laptops[at];
            let (late, new): (BTreeSet<RevisionId>, BTreeSet<RevisionId>) =
                ids.difference(&laptop.counted.ids).copied().partition(|id| {
                    let (device, sequence) = self.written.numbered(id);
                    revoked.get(device).is_some_and(|last| sequence > *last)
                });
            assert_eq!((taken.new, taken.held_back), (new.len(), late.len()), "{file:?}");
            brought += new.len();
            for id in &new {
                laptop.counted.ids.insert(*id);
                laptop.counted.by.insert(*id, report.id.unwrap());
            }
            self.check_told(at, taken, &new, packs.len());
        }
        assert_eq!(report.id.is_some(), brought > 0, "a merge is one that brought something");
        self.laptops[at].check(&self.written);
    }

    /// A conflict is told by the merge that brought it.
    fn check_told(&self, at: usize, taken: &Taken, new: &BTreeSet<RevisionId>, files: usize) {
        let touched = self.written.touched(new);
        let open = self.written.conflicts(&self.laptops[at].counted.ids);
        let told: BTreeSet<_> =
            taken.conflicts.iter().map(|clash| (clash.record.clone(), clash.field.clone())).collect();
        // Several packs in one merge: what stands in between is told there.
        if files == 1 {
            assert_eq!(told, touched.intersection(&open).cloned().collect());
        }
    }

    fn look(&mut self, at: usize, pack: usize) {
        let laptop = &mut self.laptops[at];
        let (known_before, merges) = (known(laptop), laptop.store().journal().merges().unwrap());
        let report = merge(laptop, vec![self.packs[pack].file.clone()], NewDevices::Accept, MergeMode::Trial);
        assert_eq!(report.id, None);
        assert_eq!(known(laptop), known_before);
        assert_eq!(laptop.store().journal().merges().unwrap(), merges);
        if let FileOutcome::Taken(taken) = &report.files[0].outcome {
            let would = self.packs[pack].ids.difference(&laptop.counted.ids).count();
            assert_eq!(taken.new + taken.held_back, would);
        }
        laptop.check(&self.written);
    }

    fn merge_spoilt(&mut self, at: usize, pack: usize, spoil: Spoil) {
        let mut bytes = std::fs::read(&self.packs[pack].file).unwrap();
        match spoil {
            Spoil::Cut(per_mille) => bytes.truncate(bytes.len() * per_mille / 1000),
            Spoil::Flip(per_mille, bit) => {
                let place = bytes.len() * per_mille / 1000;
                bytes[place] ^= 1 << bit;
            }
        }
        let file = self.folder.path().join("hong.ktra");
        std::fs::write(&file, bytes).unwrap();
        let laptop = &mut self.laptops[at];
        let (known_before, merges) = (known(laptop), laptop.store().journal().merges().unwrap());
        let report = merge(laptop, vec![file], NewDevices::Accept, MergeMode::Keep);
        let outcome = &report.files[0].outcome;
        // A pack for a newer program can be told from a broken one by two bytes that a flip may hit.
        let is_refused = !matches!(outcome, FileOutcome::Taken(_) | FileOutcome::Receipt(_));
        assert!(is_refused, "{spoil:?} was taken: {outcome:?}");
        assert_eq!(report.id, None);
        assert_eq!(known(laptop), known_before);
        assert_eq!(laptop.store().journal().merges().unwrap(), merges);
        laptop.check(&self.written);
    }

    /// Takes a merge back: refused exactly where what stays replaced something that goes.
    fn unmerge(&mut self, at: usize, back: usize) {
        let laptop = &mut self.laptops[at];
        let standing = laptop.store().journal().merges().unwrap().into_iter().filter(|entry| entry.undone.is_none());
        let Some(id) = standing.map(|entry| entry.id).rev().nth(back) else { return };
        let goes = |revision: &&RevisionId| laptop.counted.by.get(*revision) == Some(&id);
        let (going, staying): (BTreeSet<_>, BTreeSet<_>) = laptop.counted.ids.iter().partition(goes);
        let is_built_upon = self.written.builds_on(&staying, &going);
        let unmerged = laptop.store_mut().journal_mut().unmerge(id);
        assert_eq!(unmerged.is_err(), is_built_upon, "{unmerged:?}");
        if let Ok(unmerged) = unmerged {
            assert_eq!(unmerged.revisions, going.len());
            laptop.counted.ids = staying;
            laptop.counted.by.retain(|_, merge| *merge != id);
        }
        laptop.check(&self.written);
    }

    fn retry(&mut self, at: usize) {
        let laptop = &mut self.laptops[at];
        let report = laptop.store_mut().retry_waiting(&mut |_| ControlFlow::Continue(())).unwrap();
        let hash = |file: &FileReport| file.file.file_stem().unwrap().to_string_lossy().into_owned();
        let ids: Vec<BTreeSet<RevisionId>> =
            report.files.iter().map(|file| self.by_hash.get(&hash(file)).cloned().unwrap_or_default()).collect();
        self.note_merged(at, &report, &ids);
    }

    fn settle(&mut self, at: usize, value: u8) {
        let conflicts = self.written.conflicts(&self.laptops[at].counted.ids);
        if let Some(place) = conflicts.first() {
            self.laptops[at].resolve(place, value);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Record { laptop, member, unit, what } => {
                self.laptops[laptop].record(member, unit, &what);
                self.laptops[laptop].note_own(&mut self.written);
            }
            Step::Resolve { laptop, value } => {
                self.settle(laptop, value);
                self.laptops[laptop].note_own(&mut self.written);
            }
            Step::Undo { laptop } => {
                let round = Chain::Round(ROUND.to_owned());
                drop(self.laptops[laptop].store_mut().journal_mut().undo(&round, &undoer(), "answer/"));
                self.laptops[laptop].note_own(&mut self.written);
            }
            Step::Redo { laptop } => {
                let round = Chain::Round(ROUND.to_owned());
                drop(self.laptops[laptop].store_mut().journal_mut().redo(&round, &undoer(), "answer/"));
                self.laptops[laptop].note_own(&mut self.written);
            }
            Step::Retitle { laptop, title } => {
                let at = &mut self.laptops[laptop];
                if at.knows_the_round() && self.written.conflicts(&at.counted.ids).is_empty() {
                    at.set_up_round(&format!("Kiểm tra lần {title}"));
                }
                at.note_own(&mut self.written);
            }
            Step::Finish { laptop, member } => {
                let at = &mut self.laptops[laptop];
                if at.knows_the_round() {
                    at.finish(member);
                }
                at.note_own(&mut self.written);
            }
            Step::Pack { laptop, sealed } => {
                self.pack(laptop, sealed);
                self.laptops[laptop].check(&self.written);
            }
            Step::Merge { laptop, packs, accept } => {
                let new_devices = if accept { NewDevices::Accept } else { NewDevices::Wait };
                self.merge(laptop, &packs, new_devices);
            }
            Step::Look { laptop, pack } => self.look(laptop, pack),
            Step::MergeSpoilt { laptop, pack, spoil } => self.merge_spoilt(laptop, pack, spoil),
            Step::Unmerge { laptop, back } => self.unmerge(laptop, back),
            Step::BackUp { laptop } => {
                let at = &mut self.laptops[laptop];
                let file = self.folder.path().join(format!("sao-luu-{laptop}-{}.bak", at.backups.len()));
                at.store().journal().backup_to(&file).unwrap();
                let counted = at.counted.clone();
                at.backups.push((file, counted));
            }
            Step::Restore { laptop, backup } => {
                self.laptops[laptop].restore(backup);
                self.laptops[laptop].check(&self.written);
            }
            Step::Copy { laptop } => self.copy(laptop, |_| {}),
            Step::Clone { laptop } => self.copy(laptop, keep_key),
            Step::Clock { laptop, hours } => self.laptops[laptop].set_clock(hours),
            Step::Accept { laptop, other } => self.accept(laptop, other),
            Step::Revoke { laptop, other } => {
                let device = self.laptops[other].device();
                // Not known, or itself.
                drop(self.laptops[laptop].store_mut().revoke_device(&device, &Revocation::Now));
            }
            Step::Retry { laptop } => self.retry(laptop),
        }
    }

    fn copy(&mut self, laptop: usize, then: impl Fn(&Path)) {
        let home = self.folder.path().join(format!("may-{}", self.laptops.len()));
        let mut copy = self.laptops[laptop].copied(home);
        then(&copy.home);
        copy.reopen();
        copy.check(&self.written);
        self.laptops.push(copy);
    }

    fn accept(&mut self, laptop: usize, other: usize) {
        let card = card(&self.laptops[other]);
        let at = &mut self.laptops[laptop];
        if at.device() != card.keys.device() {
            at.store_mut().see_device(&card).unwrap();
            at.store_mut().accept_device(&card.keys.device()).unwrap();
        }
    }

    /// In the end they meet in the office: everybody holds everything, and sees the same.
    fn meet(&mut self) {
        let all: Vec<usize> = (0..self.laptops.len()).collect();
        for (laptop, other) in all.iter().flat_map(|laptop| all.iter().map(|other| (*laptop, *other))) {
            self.accept(laptop, other);
        }
        // Also what a device was before its laptop went back to a backup: nobody carries that key any more.
        for laptop in &mut self.laptops {
            for device in laptop.store().known_devices().unwrap() {
                laptop.store_mut().accept_device(&device.id).unwrap();
            }
        }
        let everything: BTreeSet<RevisionId> =
            self.laptops.iter().flat_map(|laptop| laptop.counted.ids.clone()).collect();
        let mut meetings = 0;
        // Who took the order back does not know the round, and packs only once it came again.
        while self.laptops.iter().any(|laptop| laptop.counted.ids != everything) {
            let packs: Vec<usize> = all.iter().map(|laptop| self.pack(*laptop, false)).collect();
            for laptop in &all {
                // Each in another order.
                let order: Vec<usize> = packs.iter().cycle().skip(*laptop).take(packs.len()).copied().collect();
                self.merge(*laptop, &order, NewDevices::Wait);
            }
            meetings += 1;
            assert!(meetings <= 2, "they met twice, and some still lack something");
        }
        self.check_same();
        for laptop in &self.laptops {
            assert_eq!(laptop.store().journal().verify().unwrap().damages, []);
        }
    }

    /// Laptops that count the same show the same.
    fn check_same(&self) {
        for (number, one) in self.laptops.iter().enumerate() {
            let alike = |other: &&Laptop| other.counted.ids == one.counted.ids;
            if let Some(other) = self.laptops[number + 1..].iter().find(alike) {
                let (one, other) = (one.view(), other.view());
                assert!(one == other, "the same set, and yet\n{one}\n---\n{other}");
            }
        }
    }
}

impl Before {
    /// What becomes of a file, as far as it does not hang on what other files in the same merge tell.
    fn expect(&self, pack: &Pack, file: &FileReport, new_devices: NewDevices) {
        let is_taken = matches!(file.outcome, FileOutcome::Taken(_));
        let can_read = pack.readers.as_ref().is_none_or(|readers| readers.contains(&self.own));
        let is_trusted = self.known.contains(&pack.sender) || pack.sender == self.own;
        if !can_read || pack.ids.is_empty() {
            assert!(matches!(file.outcome, FileOutcome::Refused(_)), "{file:?}");
        } else if is_trusted {
            assert!(is_taken, "{file:?}");
        } else if new_devices == NewDevices::Wait {
            assert!(is_taken || matches!(file.outcome, FileOutcome::Waits(_)), "{file:?}");
        }
    }
}

fn merge(laptop: &mut Laptop, files: Vec<PathBuf>, new_devices: NewDevices, mode: MergeMode) -> MergeReport {
    let order = MergeOrder { files, passphrase: None, new_devices, bad_files: BadFiles::LeftOut, mode };
    laptop.store_mut().merge_packs(&order, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn card(laptop: &Laptop) -> DeviceCard {
    DeviceCard { keys: laptop.store().journal().device_keys(), name: "máy".to_owned(), member: None }
}

fn known(laptop: &Laptop) -> BTreeSet<DeviceId> {
    let known = laptop.store().known_devices().unwrap().into_iter().filter(KnownDevice::is_known);
    known.map(|device| device.id).collect()
}

/// Devices revoked on a laptop, with their last number still good.
fn revoked(laptop: &Laptop) -> BTreeMap<DeviceId, u64> {
    let devices = laptop.store().known_devices().unwrap().into_iter();
    devices.filter_map(|device| Some((device.id, device.revoked?.last_good.get(ROUND).copied().unwrap_or(0)))).collect()
}

fn undoer() -> kiemtra::journal::Author {
    kiemtra::journal::Author { member: Some(crate::laptop::MEMBERS[0].to_owned()), reason: None }
}

fn hash_of(file: &Path) -> String {
    let bytes: [u8; 32] = Sha256::digest(std::fs::read(file).unwrap()).into();
    kiemtra::hexadecimal::Hex(bytes).to_string()
}

impl StateMachineTest for Team {
    type SystemUnderTest = Self;
    type Reference = Histories;

    fn init_test(around: &Around) -> Self {
        Self::new(around)
    }

    fn apply(mut team: Self, _: &Around, step: Step) -> Self {
        team.step(step);
        team
    }

    fn check_invariants(team: &Self, _: &Around) {
        team.check_same();
    }

    fn teardown(mut team: Self, _: Around) {
        team.meet();
    }
}
