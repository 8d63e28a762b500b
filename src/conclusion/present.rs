//! Who was there, as the minutes list them: those recorded, else the team as the round has it, the unit's head and
//! blanks.

use super::addressing::{self, named, person};
use super::wording::{fixed, role};
use super::{Inspected, phrase};
use crate::inspection::{Member, Present, Side};
use crate::paper::{Block, Paragraph, Source};
use crate::vietnamese::fold::fold;

/// Blank lines for those present for the unit, beside its head.
const BLANK_PERSONS: usize = 2;

/// The blocks of "Thành phần tham dự".
pub(super) fn blocks(inspected: &Inspected<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(fixed!("minutes.team").into())];
    blocks.extend(team(inspected).into_iter().map(Block::Dash));
    blocks.push(Block::Heading(fixed!("minutes.unit_side", unit = addressing::unit(inspected)).into()));
    blocks.extend(of_unit(inspected).into_iter().map(Block::Dash));
    let others: Vec<Paragraph> = inspected.visit.on(Side::Other).map(recorded).collect();
    if !others.is_empty() {
        blocks.push(Block::Heading(fixed!("minutes.other_side").into()));
        blocks.extend(others.into_iter().map(Block::Dash));
    }
    blocks
}

fn team(inspected: &Inspected<'_>) -> Vec<Paragraph> {
    let mut members: Vec<&Member> = inspected.round.members.iter().collect();
    members.sort_by_key(|member| member.role);
    let there: Vec<&Present> = inspected.visit.on(Side::Team).collect();
    if !there.is_empty() {
        let line = |present: &&Present| {
            let name = fold(present.person.name.trim());
            let member = members.iter().find(|member| fold(member.name.trim()) == name);
            let source = vec![Source(present.revision.to_string())];
            member.map_or_else(|| recorded(present), |member| Paragraph::new(of_team(member), source))
        };
        return there.iter().map(line).collect();
    }
    if members.is_empty() {
        return vec![fixed!("minutes.person_blank").into()];
    }
    members.into_iter().map(|member| of_team(member).into()).collect()
}

fn of_team(member: &Member) -> String {
    let (who, role) = (person(member), role(member.role));
    phrase::sentence(&if addressing::is_delegate(member) {
        fixed!("minutes.delegate_role", person = who, role = role)
    } else if who == role {
        fixed!("minutes.person", person = who)
    } else {
        fixed!("minutes.person_role", person = who, role = role)
    })
}

fn of_unit(inspected: &Inspected<'_>) -> Vec<Paragraph> {
    let there: Vec<Paragraph> = inspected.visit.on(Side::Unit).map(recorded).collect();
    if !there.is_empty() {
        return there;
    }
    let head = inspected.unit.head.as_ref().map(|head| line(&head.name, &head.post));
    let head = head.filter(|line| !line.is_empty()).map(Paragraph::from);
    let blanks = (0..BLANK_PERSONS).map(|_| Paragraph::from(fixed!("minutes.person_blank")));
    head.into_iter().chain(blanks).collect()
}

fn recorded(present: &Present) -> Paragraph {
    let source = vec![Source(present.revision.to_string())];
    Paragraph::new(line(&present.person.name, &present.person.post), source)
}

/// `Đồng chí Nguyễn Văn A, Chủ tịch UBND xã.`; empty where neither is known.
fn line(name: &str, post: &str) -> String {
    let (name, post) = (phrase::clause(name), phrase::clause(post));
    phrase::sentence(&match (name.is_empty(), post.is_empty()) {
        (true, true) => return String::new(),
        (true, false) => fixed!("minutes.person_unnamed", post = post),
        (false, _) => fixed!("minutes.person", person = named(&name, &post)),
    })
}
