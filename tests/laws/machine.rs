//! The histories that are tried.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// Most laptops, copies included.
const MOST_LAPTOPS: usize = 5;
/// Most packs that lie around.
const MOST_PACKS: usize = 12;

/// As much of a team as decides what can happen next.
#[derive(Debug, Clone)]
pub struct Around {
    /// How many laptops set up the round by themselves; the others get it in a pack.
    pub leads: usize,
    pub laptops: usize,
    pub packs: usize,
    /// Of each laptop, how many backups there are.
    pub backups: Vec<usize>,
}

/// What somebody records.
#[derive(Debug, Clone)]
pub enum What {
    Verdict(u8),
    Remark(u8),
    Number(u8),
    Rows(u8),
    Forms(u8),
    Document(u8),
}

/// How a file was spoilt.
#[derive(Debug, Clone, Copy)]
pub enum Spoil {
    /// Cut at this many thousandths of its length.
    Cut(usize),
    /// One bit of the byte there is another.
    Flip(usize, u8),
}

/// What happens next.
#[derive(Debug, Clone)]
pub enum Step {
    Record {
        laptop: usize,
        member: usize,
        unit: usize,
        what: What,
    },
    /// Somebody looks at all opinions of the first conflict and decides.
    Resolve {
        laptop: usize,
        value: u8,
    },
    Undo {
        laptop: usize,
    },
    Redo {
        laptop: usize,
    },
    /// The round gets another title.
    Retitle {
        laptop: usize,
        title: u8,
    },
    Finish {
        laptop: usize,
        member: usize,
    },
    Pack {
        laptop: usize,
        sealed: bool,
    },
    Merge {
        laptop: usize,
        packs: Vec<usize>,
        accept: bool,
    },
    /// A look at what would come.
    Look {
        laptop: usize,
        pack: usize,
    },
    MergeSpoilt {
        laptop: usize,
        pack: usize,
        spoil: Spoil,
    },
    /// Takes back the merge that is so many before the last.
    Unmerge {
        laptop: usize,
        back: usize,
    },
    BackUp {
        laptop: usize,
    },
    Restore {
        laptop: usize,
        backup: usize,
    },
    /// The home is copied: a new device.
    Copy {
        laptop: usize,
    },
    /// The whole disk is cloned, key and all: one device on two laptops.
    Clone {
        laptop: usize,
    },
    Clock {
        laptop: usize,
        hours: i64,
    },
    Accept {
        laptop: usize,
        other: usize,
    },
    Revoke {
        laptop: usize,
        other: usize,
    },
    Retry {
        laptop: usize,
    },
}

/// Makes histories up.
pub struct Histories;

impl ReferenceStateMachine for Histories {
    type State = Around;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Around> {
        let start = |(laptops, leads)| Around { leads, laptops, packs: 0, backups: vec![0; laptops] };
        (2..=4_usize, 1..=2_usize).prop_map(start).boxed()
    }

    fn transitions(around: &Around) -> BoxedStrategy<Step> {
        let laptops = around.laptops;
        let laptop = move || 0..laptops;
        let what = prop_oneof![
            4 => (0..3_u8).prop_map(What::Verdict),
            3 => (0..4_u8).prop_map(What::Remark),
            2 => (0..4_u8).prop_map(What::Number),
            1 => (0..4_u8).prop_map(What::Rows),
            1 => (0..4_u8).prop_map(What::Forms),
            1 => (0..4_u8).prop_map(What::Document),
        ];
        let record = (laptop(), 0..3_usize, 0..2_usize, what).prop_map(|(laptop, member, unit, what)| Step::Record {
            laptop,
            member,
            unit,
            what,
        });
        let pack = (laptop(), prop::bool::weighted(0.2)).prop_map(|(laptop, sealed)| Step::Pack { laptop, sealed });
        let mut steps: Vec<(u32, BoxedStrategy<Step>)> = vec![
            (12, record.boxed()),
            (2, (laptop(), 0..3_u8).prop_map(|(laptop, value)| Step::Resolve { laptop, value }).boxed()),
            (2, laptop().prop_map(|laptop| Step::Undo { laptop }).boxed()),
            (1, laptop().prop_map(|laptop| Step::Redo { laptop }).boxed()),
            (1, (laptop(), 0..3_u8).prop_map(|(laptop, title)| Step::Retitle { laptop, title }).boxed()),
            (1, (laptop(), 0..3_usize).prop_map(|(laptop, member)| Step::Finish { laptop, member }).boxed()),
            (3, (laptop(), 0..2_usize).prop_map(|(laptop, back)| Step::Unmerge { laptop, back }).boxed()),
            (1, laptop().prop_map(|laptop| Step::BackUp { laptop }).boxed()),
            (1, (laptop(), -90_000..90_000_i64).prop_map(|(laptop, hours)| Step::Clock { laptop, hours }).boxed()),
            (1, (laptop(), laptop()).prop_map(|(laptop, other)| Step::Accept { laptop, other }).boxed()),
            (1, (laptop(), laptop()).prop_map(|(laptop, other)| Step::Revoke { laptop, other }).boxed()),
            (1, laptop().prop_map(|laptop| Step::Retry { laptop }).boxed()),
        ];
        if around.packs < MOST_PACKS {
            steps.push((8, pack.boxed()));
        }
        if around.packs > 0 {
            let packs = around.packs;
            let pack = move || 0..packs;
            let merge = (laptop(), prop::collection::vec(pack(), 1..4), prop::bool::weighted(0.7))
                .prop_map(|(laptop, packs, accept)| Step::Merge { laptop, packs, accept });
            let spoil = prop_oneof![
                (0..1000_usize).prop_map(Spoil::Cut),
                (0..1000_usize, 0..8_u8).prop_map(|(at, bit)| Spoil::Flip(at, bit)),
            ];
            let spoilt =
                (laptop(), pack(), spoil).prop_map(|(laptop, pack, spoil)| Step::MergeSpoilt { laptop, pack, spoil });
            steps.push((12, merge.boxed()));
            steps.push((2, (laptop(), pack()).prop_map(|(laptop, pack)| Step::Look { laptop, pack }).boxed()));
            steps.push((3, spoilt.boxed()));
        }
        if laptops < MOST_LAPTOPS {
            steps.push((1, laptop().prop_map(|laptop| Step::Copy { laptop }).boxed()));
            steps.push((1, laptop().prop_map(|laptop| Step::Clone { laptop }).boxed()));
        }
        let restorable: Vec<(usize, usize)> = (0..)
            .zip(&around.backups)
            .flat_map(|(laptop, count)| (0..*count).map(move |backup| (laptop, backup)))
            .collect();
        if !restorable.is_empty() {
            let restore = prop::sample::select(restorable);
            steps.push((1, restore.prop_map(|(laptop, backup)| Step::Restore { laptop, backup }).boxed()));
        }
        prop::strategy::Union::new_weighted(steps).boxed()
    }

    fn preconditions(around: &Around, step: &Step) -> bool {
        let here = |laptop: &usize| *laptop < around.laptops;
        let lies = |pack: &usize| *pack < around.packs;
        match step {
            Step::Record { laptop, .. }
            | Step::Resolve { laptop, .. }
            | Step::Undo { laptop }
            | Step::Redo { laptop }
            | Step::Retitle { laptop, .. }
            | Step::Finish { laptop, .. }
            | Step::Pack { laptop, .. }
            | Step::Unmerge { laptop, .. }
            | Step::BackUp { laptop }
            | Step::Clock { laptop, .. }
            | Step::Retry { laptop } => here(laptop),
            Step::Copy { laptop } | Step::Clone { laptop } => here(laptop) && around.laptops < MOST_LAPTOPS,
            Step::Merge { laptop, packs, .. } => here(laptop) && packs.iter().all(lies),
            Step::Look { laptop, pack } | Step::MergeSpoilt { laptop, pack, .. } => here(laptop) && lies(pack),
            Step::Restore { laptop, backup } => around.backups.get(*laptop).is_some_and(|count| backup < count),
            Step::Accept { laptop, other } | Step::Revoke { laptop, other } => here(laptop) && here(other),
        }
    }

    fn apply(mut around: Around, step: &Step) -> Around {
        match step {
            Step::Pack { .. } => around.packs += 1,
            Step::BackUp { laptop } => around.backups[*laptop] += 1,
            Step::Copy { .. } | Step::Clone { .. } => {
                around.laptops += 1;
                around.backups.push(0);
            }
            _ => {}
        }
        around
    }
}
