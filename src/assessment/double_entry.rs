//! Double entry of survey forms: choosing a share of them by chance, and where the second reading differs.
//!
//! # How the forms are chosen
//!
//! So that nobody has to believe it, the choice can be made again by hand from the records alone:
//!
//! 1. The seed is the SHA-256, in lower-case hexadecimal, of the lines `<round>/<unit>/<checklist>/<item>`, then the ids
//!    of all forms in their order, then `chosen <k>` where k forms had been chosen before; each line ends with `\n`.
//! 2. The stream of numbers is, for i = 0, 1, 2 …, the first eight bytes (big-endian) of SHA-256 of `<seed>:<i>`.
//! 3. A number below m is the next of the stream modulo m; numbers from ⌊2⁶⁴/m⌋·m on are passed over, so that every
//!    remainder is equally likely.
//! 4. Fisher–Yates: of the n forms not chosen before, for k = 0, 1 … (count − 1) form k changes places with form
//!    k + (a number below n − k). The first `count` are chosen.

use sha2::{Digest, Sha256};

use crate::checklist::Survey;
use crate::hexadecimal;
use crate::inspection::{Answer, EntryId, Form, FormContent, FormValidity, Reading, Readings, SecondReading};

/// What of a form two readings differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differing {
    /// The answer to the question at this position.
    Question(usize),
    /// Whether the form is valid.
    Validity,
}

impl Differing {
    /// Its name in the record: the question's id, or `*`, which no question can be called.
    pub fn name(self, survey: &Survey) -> String {
        match self {
            Self::Question(position) => survey.questions.get(position).map(|it| it.id.to_string()).unwrap_or_default(),
            Self::Validity => "*".to_owned(),
        }
    }

    /// What `content` says of it: an answer, or 1 for valid and 0 for not.
    pub fn of(self, content: &FormContent) -> u32 {
        match self {
            Self::Question(position) => content.answers.get(position).copied().unwrap_or(0),
            Self::Validity => u32::from(content.validity == FormValidity::Valid),
        }
    }

    /// Makes `content` say of it what `other` says.
    pub fn take(self, content: &mut FormContent, other: &FormContent) {
        match self {
            Self::Question(position) => {
                if content.answers.len() <= position {
                    content.answers.resize(position + 1, 0);
                }
                content.answers[position] = self.of(other);
            }
            Self::Validity => content.validity = other.validity,
        }
    }
}

/// One place where two readings of a form differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which form.
    pub form: EntryId,
    /// Its running number on the pile.
    pub number: usize,
    /// Where.
    pub at: Differing,
    /// Both readings.
    pub readings: Readings,
    /// Which one stands, once somebody said so (or corrected the form to what the second reading says).
    pub stands: Option<Reading>,
}

/// What double entry has shown of a survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Forms chosen.
    pub chosen: usize,
    /// Of them read a second time.
    pub read: usize,
    /// Of them with a difference.
    pub forms_differing: usize,
    /// Answers compared.
    pub answers: usize,
    /// Of them different.
    pub answers_differing: usize,
    /// Every difference, form by form, question by question.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// Share of answers that differ; `None` while nothing was read again.
    pub fn rate(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^52")]
        let rate = (self.answers > 0).then(|| self.answers_differing as f64 / self.answers as f64);
        rate
    }

    /// Differences nobody has decided.
    pub fn open(&self) -> usize {
        self.differences.iter().filter(|difference| difference.stands.is_none()).count()
    }
}

/// The forms chosen for double entry that are still there, in the order of the pile.
pub fn chosen(answer: &Answer) -> Vec<(&SecondReading, &Form)> {
    let find = |second: &SecondReading| answer.forms.iter().find(|form| form.id == second.form);
    let mut chosen: Vec<_> = answer.second.iter().filter_map(|second| Some((second, find(second)?))).collect();
    chosen.sort_by(|(a, x), (b, y)| (a.drawn.number, &x.id).cmp(&(b.drawn.number, &y.id)));
    chosen
}

/// Compares both readings of every form chosen. The rate is over the readings as they were made: what was decided since
/// does not better it.
pub fn compare(survey: &Survey, answer: &Answer) -> Comparison {
    let mut comparison = Comparison::default();
    for (second, form) in chosen(answer) {
        comparison.chosen += 1;
        let Some(readings) = &second.readings else { continue };
        comparison.read += 1;
        comparison.answers += survey.questions.len();
        let places = (0..survey.questions.len()).map(Differing::Question).chain([Differing::Validity]);
        let before = comparison.differences.len();
        for at in places.filter(|at| at.of(&readings.first) != at.of(&readings.second)) {
            comparison.answers_differing += usize::from(at != Differing::Validity);
            let corrected = (at.of(&form.content) == at.of(&readings.second)).then_some(Reading::Second);
            let stands = second.decided.get(&at.name(survey)).copied().or(corrected);
            let (form, number, readings) = (form.id.clone(), second.drawn.number, readings.clone());
            comparison.differences.push(Difference { form, number, at, readings, stands });
        }
        comparison.forms_differing += usize::from(comparison.differences.len() > before);
    }
    comparison
}

/// How many of `forms` forms a share of `percent` hundredths is, rounded up: some is never none.
pub fn share_of(forms: usize, percent: u32) -> usize {
    let percent = usize::try_from(percent.min(100)).unwrap_or(100);
    (forms * percent).div_ceil(100)
}

/// Chooses `count` of the forms that were not chosen before; positions in `forms`, ascending, and the seed.
/// `place` is `<round>/<unit>/<checklist>/<item>`. The recipe is this module's.
pub fn choose(place: &str, forms: &[Form], before: &[SecondReading], count: usize) -> (String, Vec<usize>) {
    let mut hash = Sha256::new();
    hash.update(format!("{place}\n"));
    for form in forms {
        hash.update(format!("{}\n", form.id.0));
    }
    hash.update(format!("chosen {}\n", before.len()));
    let seed = hexadecimal::write(&hash.finalize());
    let is_new = |form: &Form| !before.iter().any(|second| second.form == form.id);
    let mut pool: Vec<usize> = (0..forms.len()).filter(|position| is_new(&forms[*position])).collect();
    let mut stream = Stream { seed: &seed, next: 0 };
    let count = count.min(pool.len());
    for k in 0..count {
        let other = k + stream.below(pool.len() - k);
        pool.swap(k, other);
    }
    pool.truncate(count);
    pool.sort_unstable();
    (seed, pool)
}

/// Numbers that follow from a seed.
struct Stream<'a> {
    seed: &'a str,
    next: u64,
}

impl Stream<'_> {
    /// The next number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        // 2⁶⁴ mod limit: as many numbers at the upper end would make small remainders likelier.
        let uneven = (u64::MAX % limit + 1) % limit;
        loop {
            let digest = Sha256::digest(format!("{}:{}", self.seed, self.next));
            self.next += 1;
            let number = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            if number <= u64::MAX - uneven {
                return usize::try_from(number % limit).unwrap_or(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::inspection::Drawn;
    use crate::journal::RevisionId;

    fn form(id: usize, answers: &[u32]) -> Form {
        let content = FormContent { answers: answers.to_vec(), ..FormContent::default() };
        Form { id: EntryId(format!("{id:05}")), content, member: None, revision: RevisionId::of(b"") }
    }

    fn second(id: usize, readings: Option<(&[u32], &[u32])>) -> SecondReading {
        let content = |answers: &[u32]| FormContent { answers: answers.to_vec(), ..FormContent::default() };
        SecondReading {
            form: EntryId(format!("{id:05}")),
            drawn: Drawn { seed: String::new(), number: id + 1, of: 9, percent: 10 },
            readings: readings.map(|(first, second)| Readings { first: content(first), second: content(second) }),
            decided: BTreeMap::new(),
            member: None,
        }
    }

    fn survey() -> Survey {
        let text = "id = \"k\"\nedition = \"1\"\ntitle = \"K\"\nfield = \"tthc\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\n\
            [[section.item]]\nid = \"phieu\"\nkind = \"survey\"\nask = \"Phiếu\"\nquestions = [\
            { id = \"thai-do\", ask = \"Thái độ\", scale = \"level-5\" }, { id = \"hen\", ask = \"Hẹn\", scale = \"yes-no\" }]\n";
        let checklist = crate::checklist::read_bytes("k.toml", text.as_bytes()).checklist.unwrap();
        match &checklist.item("phieu").unwrap().kind {
            crate::checklist::ItemKind::Survey(survey) => survey.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_choice_follows_from_the_records_alone() {
        let forms: Vec<Form> = (0..100).map(|id| form(id, &[5])).collect();
        let (seed, chosen) = choose("r/u/k/phieu", &forms, &[], share_of(100, 10));
        assert_eq!(seed.len(), 64);
        assert_eq!(chosen, choose("r/u/k/phieu", &forms, &[], 10).1, "made again, it is the same");
        // Worked out with another program from the words above.
        assert_eq!(chosen, [2, 6, 11, 17, 25, 33, 46, 55, 81, 84]);
        assert_ne!(chosen, choose("r/u2/k/phieu", &forms, &[], 10).1);
    }

    #[test]
    fn a_share_is_rounded_up() {
        assert_eq!([0, 1, 9, 10, 11, 100].map(|forms| share_of(forms, 10)), [0, 1, 1, 1, 2, 10]);
        assert_eq!(share_of(7, 250), 7);
    }

    #[test]
    fn differences_stay_open_until_decided_or_corrected() {
        let survey = survey();
        let mut answer =
            Answer { forms: vec![form(0, &[5, 1]), form(1, &[4, 0]), form(2, &[3, 1])], ..Answer::default() };
        answer.second = vec![second(1, Some((&[4, 0], &[2, 1]))), second(0, Some((&[5, 1], &[5, 1]))), second(2, None)];
        let found = compare(&survey, &answer);
        assert_eq!((found.chosen, found.read, found.forms_differing, found.open()), (3, 2, 1, 2));
        assert_eq!((found.answers, found.answers_differing, found.rate()), (4, 2, Some(0.5)));
        answer.second[0].decided.insert("thai-do".to_owned(), Reading::First);
        answer.forms[1].content.answers = vec![4, 1];
        let found = compare(&survey, &answer);
        assert_eq!(found.open(), 0);
        assert_eq!(found.rate(), Some(0.5), "what was decided does not better the rate");
        let stands: Vec<_> = found.differences.iter().map(|difference| difference.stands).collect();
        assert_eq!(stands, [Some(Reading::First), Some(Reading::Second)]);
        answer.forms.remove(1);
        assert_eq!(compare(&survey, &answer).differences, [], "a form that is gone has no reading");
    }

    #[test]
    fn a_form_set_aside_by_one_reading_is_a_difference() {
        let survey = survey();
        let mut answer = Answer { forms: vec![form(0, &[5, 1])], ..Answer::default() };
        answer.second = vec![second(0, Some((&[5, 1], &[5, 1])))];
        answer.second[0].readings.as_mut().unwrap().second.validity = FormValidity::Invalid;
        let found = compare(&survey, &answer);
        assert_eq!((found.open(), found.answers_differing, found.differences[0].at), (1, 0, Differing::Validity));
        let mut content = answer.forms[0].content.clone();
        found.differences[0].at.take(&mut content, &found.differences[0].readings.second);
        assert_eq!(content.validity, FormValidity::Invalid);
    }

    proptest! {
        #[test]
        fn chosen_forms_are_distinct_new_and_as_many_as_asked(count in 0..120_usize, known in 0..60_usize, n in 1..80_usize) {
            let forms: Vec<Form> = (0..n).map(|id| form(id, &[])).collect();
            let before: Vec<SecondReading> = (0..known.min(n)).map(|id| second(id, None)).collect();
            let (_, chosen) = choose("r/u/k/i", &forms, &before, count);
            prop_assert_eq!(chosen.len(), count.min(n - known.min(n)));
            prop_assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(chosen.iter().all(|position| *position >= known.min(n) && *position < n));
        }
    }

    #[test]
    fn every_form_is_about_equally_likely() {
        let forms: Vec<Form> = (0..10).map(|id| form(id, &[])).collect();
        let mut hits = [0_u32; 10];
        for round in 0..2000 {
            for position in choose(&format!("r{round}/u/k/i"), &forms, &[], 3).1 {
                hits[position] += 1;
            }
        }
        assert!(hits.iter().all(|hits| (500..700).contains(hits)), "600 each expected: {hits:?}");
    }
}
