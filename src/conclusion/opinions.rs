//! The internal annex (phụ lục nội bộ) about different opinions: both with their authors, what was decided, by whom and
//! why. It is a paper of its own: not a word of it reaches the minutes or the notice.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::annex::{column, entry, ordinal_column};
use super::phrase;
use super::wording::fixed;
use crate::exchange::conflict::{Conflict, Decided, Outcome, Voice, Words};
use crate::inspection::{RecordPlace, Unit};
use crate::journal::RecordKey;
use crate::paper::{
    Alignment, Block, Document, Letterhead, PaperKind, Properties, Section, SectionTitle, Source, Status, Table,
};

/// What the annex is made from.
#[derive(Debug, Clone, Copy)]
pub struct OpinionsBasis<'a> {
    /// Names, in Vietnamese.
    pub words: &'a Words<'a>,
    /// What nobody has decided.
    pub open: &'a [Conflict],
    /// What was decided.
    pub decided: &'a [Decided],
    /// The one unit it is about; none for the whole round.
    pub unit: Option<&'a Unit>,
    /// The present time.
    pub now: DateTime<Utc>,
}

/// The annex, for the team's own files.
pub fn internal_annex(basis: &OpinionsBasis<'_>) -> Document {
    let round = basis.words.round();
    let agency = Some(phrase::clause(&round.letterhead.agency)).filter(|agency| !agency.is_empty());
    let about = match basis.unit {
        Some(unit) => fixed!("opinions.subject_at", unit = phrase::clause(&unit.name)),
        None => fixed!("opinions.subject"),
    };
    let section = |title: String, blocks: Vec<Block>| Section { title: SectionTitle::Numbered(title), blocks };
    let or_none = |table: Table| match table.rows() {
        [] => Block::Plain(fixed!("opinions.none").into()),
        _ => Block::Table(table),
    };
    let intro = fixed!("opinions.intro", round = phrase::clause(&round.title));
    Document {
        kind: PaperKind::Internal,
        letterhead: Letterhead { parent: agency.clone(), agency: fixed!("minutes.letterhead") },
        number: None,
        notation: String::new(),
        place_date: None,
        abstract_text: about.clone(),
        addressed_to: Vec::new(),
        bases: Vec::new(),
        body: vec![
            Section { title: SectionTitle::Untitled, blocks: vec![Block::Plain(intro.into())] },
            section(fixed!("opinions.decided"), vec![or_none(decided_table(basis))]),
            section(fixed!("opinions.open"), vec![or_none(open_table(basis))]),
        ],
        closing: fixed!("opinions.closing").into(),
        recipients: None,
        signatures: Vec::new(),
        annexes: Vec::new(),
        status: Status::Final,
        requirements: Vec::new(),
        properties: Properties {
            title: about,
            author: agency.unwrap_or_default(),
            subject: phrase::clause(&round.title),
            created: basis.now,
        },
    }
}

fn decided_table(basis: &OpinionsBasis<'_>) -> Table {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.item"), Alignment::Left, 26),
        column(fixed!("opinions.said"), Alignment::Left, 36),
        column(fixed!("opinions.decision"), Alignment::Left, 34),
    ]);
    for decided in basis.decided {
        let field = decided.field.as_str();
        let what = basis.words.field_of(&decided.record, field, decided.entry.as_deref());
        let said = decided.opinions.iter().map(|(value, voice)| said(basis, &decided.record, field, value, &[voice]));
        let decision = &decided.decision;
        let who = signed(basis, decision.member.as_deref());
        let mut lines = vec![fixed!(
            "opinions.decided_as",
            value = phrase::clause(&basis.words.value(&decided.record, field, &decision.value)),
            who = who,
            when = decision.made_at.format("%d/%m/%Y"),
            reason = phrase::clause(decision.reason.as_deref().unwrap_or_default())
        )];
        match decided.outcome {
            Outcome::Stands => {}
            Outcome::Replaced => lines.push(fixed!("opinions.replaced")),
            Outcome::Reopened => lines.push(fixed!("opinions.reopened")),
        }
        let mut sources: Vec<Source> =
            decided.opinions.iter().map(|(_, voice)| Source(voice.revision.to_string())).collect();
        sources.push(Source(decision.revision.to_string()));
        let about = about(basis, &decided.place, &decided.record, &what);
        let cells = vec![(table.rows().len() + 1).to_string(), about, phrase::joined(said), phrase::joined(lines)];
        table.push(entry(cells, sources));
    }
    table
}

fn open_table(basis: &OpinionsBasis<'_>) -> Table {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.item"), Alignment::Left, 36),
        column(fixed!("opinions.said"), Alignment::Left, 58),
    ]);
    for conflict in basis.open {
        let field = conflict.field.as_str();
        let opinions = conflict.opinions.iter().map(|opinion| {
            let voices: Vec<&Voice> = opinion.voices.iter().collect();
            let value = said(basis, &conflict.record, field, &opinion.value, &voices);
            match &opinion.beside.remark {
                Some(remark) => phrase::joined([value, fixed!("opinions.remark", text = phrase::clause(remark))]),
                None => value,
            }
        });
        let about = about(basis, &conflict.place, &conflict.record, &basis.words.field(conflict));
        let cells = vec![(table.rows().len() + 1).to_string(), about, phrase::joined(opinions)];
        table.push(entry(cells, conflict.heads().iter().map(|id| Source(id.to_string())).collect()));
    }
    table
}

/// `Thành viên 2: chưa đạt`.
fn said(basis: &OpinionsBasis<'_>, record: &RecordKey, field: &str, value: &Value, voices: &[&Voice]) -> String {
    let who: Vec<String> = voices.iter().map(|voice| basis.words.member(voice.member.as_deref())).collect();
    let value = phrase::clause(&basis.words.value(record, field, value));
    fixed!("opinions.opinion", who = phrase::listed(&who), value = value)
}

/// The member, and his role where he does not lead the team.
fn signed(basis: &OpinionsBasis<'_>, member: Option<&str>) -> String {
    let name = basis.words.member(member);
    match basis.words.role_of_no_lead(member) {
        Some(role) => fixed!("opinions.no_lead", who = name, role = role),
        None => name,
    }
}

fn about(basis: &OpinionsBasis<'_>, place: &RecordPlace, record: &RecordKey, what: &str) -> String {
    let place = basis.words.place(place, record);
    let unit = place.unit.filter(|_| basis.unit.is_none());
    let parts = [unit, place.ask.map(|ask| phrase::clause(&ask)), Some(what.to_owned())];
    phrase::capitalised(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::OpenRound;
    use crate::conclusion::{Conclusion, MinutesBasis, NoticeBasis};
    use crate::exchange::conflict::fixture::{Laptops, words};
    use crate::exchange::conflict::{Settle, decided, find, settle};
    use crate::journal::Author;
    use crate::paper::{Format, render};

    fn text(document: &Document) -> String {
        String::from_utf8(render(document, Format::Text).unwrap()).unwrap()
    }

    #[test]
    fn both_opinions_and_the_decision_stand_in_the_internal_annex_and_nowhere_else() {
        let laptops = Laptops::apart();
        let mut store = laptops.store(0);
        let open = OpenRound::open(&store, "2025-dot-1").unwrap();
        let words = words(&open);
        let all = find(&store, &open.round).unwrap();
        let verdict = all.iter().find(|conflict| conflict.field.as_str() == "verdict").unwrap();
        let taken = verdict.opinions[1].voices[0].revision;
        let lines = Settle::whole(&words, &all, verdict, taken).unwrap();
        let author = Author { member: Some("tv-2".into()), reason: Some("Xem lại ảnh chụp bảng".into()) };
        settle(&mut store, &words, &author, &lines).unwrap();
        let decided = decided(&store, &open.round, None).unwrap();
        let now = store.journal().clock().now().to_utc();
        let basis = OpinionsBasis { words: &words, open: &[], decided: &decided, unit: None, now };
        let annex = internal_annex(&basis);
        assert!(text(&annex).contains("PHỤ LỤC NỘI BỘ"));
        let annex = letters(&format!("{annex:?}"));
        for piece in [
            "Chưa có số điện thoại",
            "Đã niêm yết đủ 4 kênh",
            "Thành viên 2 (thành viên, không phải trưởng đoàn)",
            "Xem lại ảnh chụp bảng",
        ] {
            assert!(annex.contains(&letters(piece)), "{piece}\n{annex}");
        }
        let conclusion = Conclusion::of(&store, "2025-dot-1", "mau-a").unwrap();
        let minutes = conclusion.minutes(&MinutesBasis { status: Status::Draft, now });
        let notice = NoticeBasis { number: None, date: None, status: Status::Draft, now };
        let papers = letters(&format!("{minutes:?}{:?}", conclusion.inspected().notice(&notice)));
        for word in ["Chưa có số điện thoại", "Xem lại ảnh chụp bảng", "nội bộ", "ý kiến khác nhau"]
        {
            assert!(!papers.contains(&letters(word)), "{word}");
        }
    }

    /// Without what stands between the words.
    fn letters(text: &str) -> String {
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    }
}
