//! Công văn thông báo kiểm tra: who comes when to look at what, what the unit prepares; programme and outline go with it.

use super::around::Around;
use super::{LetterText, letter, outline, programme, said};
use crate::conclusion::{addressing, opening, phrase};
use crate::inspection::{Mode, Role};
use crate::paper::{Block, Document, Paragraph, Section, SectionTitle};
use crate::vietnamese::date::format_date_cited;

pub(super) fn compose(around: &Around<'_>) -> Document {
    let about = said!("announcement.about", subject = around.subject(super::subject(around.round.mode)));
    let closing = said!("announcement.closing", verb = around.verb(), whom = around.whom());
    let body = vec![Section { title: SectionTitle::Untitled, blocks: blocks(around) }];
    let mut text = LetterText::new(about, around.addressees(), body, phrase::capitalised(&closing).into());
    text.annexes = vec![programme::annex(around)];
    text.annexes.extend(outline::annexes(around));
    letter(around.round, around.basis, text)
}

fn blocks(around: &Around<'_>) -> Vec<Block> {
    let numbered = |text: String| Block::Numbered(Paragraph::from(phrase::sentence(&text)));
    let period = around.round.period;
    let mut blocks = vec![Block::Plain(format!("{}:", first(around)).into())];
    blocks.push(numbered(team(around)));
    let titles: Vec<String> =
        around.checklists.iter().map(|checklist| phrase::lower_first(&phrase::clause(&checklist.title))).collect();
    if !titles.is_empty() {
        blocks.push(numbered(said!("announcement.content", content = titles.join("; "))));
    }
    let (from, to) = (format_date_cited(period.from), format_date_cited(period.to));
    blocks.push(numbered(said!("announcement.period", from = from, to = to)));
    blocks.push(numbered(said!("announcement.when")));
    blocks.push(Block::Numbered(
        format!("{}:", phrase::capitalised(&said!("announcement.prepare", verb = around.verb(), whom = around.whom())))
            .into(),
    ));
    let lettered = |text: String| Block::Lettered(Paragraph::from(phrase::sentence(&text)));
    let agency = around.agency();
    blocks.push(lettered(match around.due {
        Some(due) => said!("announcement.report_until", agency = agency, date = format_date_cited(due)),
        None => said!("announcement.report", agency = agency),
    }));
    blocks.push(lettered(said!("announcement.files")));
    blocks.push(lettered(said!("announcement.people")));
    blocks
}

/// `Thực hiện Kế hoạch số …, Sở Nội vụ thông báo kiểm tra … như sau`.
fn first(around: &Around<'_>) -> String {
    let orders = opening::orders(around.round);
    let agency = around.agency();
    let what = match around.round.mode {
        Mode::FollowUp => said!("announcement.what_follow_up", whom = around.whom()),
        Mode::Planned | Mode::Desk | Mode::Surprise => said!("announcement.what", whom = around.whom()),
    };
    let main = said!("announcement.first", agency = agency, what = what);
    super::carrying_out(&orders, &main)
}

fn team(around: &Around<'_>) -> String {
    let round = around.round;
    let lead = round.lead().map(addressing::person).filter(|lead| !lead.is_empty());
    let count = crate::conclusion::wording::count(round.members.len(), round.letterhead.pad_counts);
    let deputies = round.members.iter().filter(|member| member.role == Role::Deputy).map(addressing::person);
    let deputies = phrase::listed(&deputies.collect::<Vec<_>>());
    let people = match (round.members.len(), lead) {
        (0, _) => said!("announcement.team_blank"),
        (_, Some(lead)) if deputies.is_empty() => said!("announcement.team_led", count = count, lead = lead),
        (_, Some(lead)) => said!("announcement.team_deputies", count = count, lead = lead, deputies = deputies),
        (_, None) => said!("announcement.team", count = count),
    };
    phrase::clause(&people)
}
