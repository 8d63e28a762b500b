//! Who speaks to whom: names in the text, the verb of a requirement, notation, recipients, signer.

use super::wording::fixed;
use super::{Inspected, phrase};
use crate::checklist::UnitKind;
use crate::inspection::{Letterhead, Member, Mode, Round, Unit};
use crate::paper::{PaperKind, Recipients, Signature};
use crate::vietnamese::fold::fold;

/// How the issuer addresses the unit: a Sở *đề nghị* an UBND and *yêu cầu* only downward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Đề nghị.
    Ask,
    /// Yêu cầu.
    Require,
}

impl Tone {
    /// Between the issuing agency and the unit. A people's committee stands above whom it inspects; another
    /// agency only above its own offices and centres.
    pub fn towards(agency: &str, unit: &Unit) -> Self {
        let own_office =
            matches!(unit.kind, UnitKind::Phong | UnitKind::SuNghiep | UnitKind::TrungTam | UnitKind::Khac)
                && !is_committee(&unit.name)
                && unit.under.as_deref().is_none_or(|under| fold(under.trim()) == fold(agency.trim()));
        if is_committee(agency) || own_office { Self::Require } else { Self::Ask }
    }

    /// Between the issuing agency and specialist agencies.
    pub fn towards_agencies(agency: &str) -> Self {
        if is_committee(agency) { Self::Require } else { Self::Ask }
    }

    /// `đề nghị`, `yêu cầu`.
    pub fn verb(self) -> String {
        match self {
            Self::Ask => fixed!("ask"),
            Self::Require => fixed!("require"),
        }
    }
}

fn is_committee(name: &str) -> bool {
    let name = fold(name.trim());
    name.starts_with("ubnd") || name.starts_with("uy ban nhan dan") || name.starts_with("chu tich")
}

/// The issuing agency as it stands in the text; the team speaks for itself where the letterhead names none.
pub(super) fn agency(inspected: &Inspected<'_>) -> String {
    agency_of(inspected.round)
}

/// The same for a paper that is about no single unit.
pub(super) fn agency_of(round: &Round) -> String {
    Some(phrase::clause(&round.letterhead.agency)).filter(|agency| !agency.is_empty()).unwrap_or_else(|| fixed!("team"))
}

/// The issuing agency, where the letterhead names one.
pub(super) fn named_agency(inspected: &Inspected<'_>) -> Option<String> {
    Some(phrase::clause(&inspected.round.letterhead.agency)).filter(|agency| !agency.is_empty())
}

/// The unit as it stands in the text.
pub(super) fn unit(inspected: &Inspected<'_>) -> String {
    phrase::clause(&inspected.unit.name)
}

/// `kiểm tra công tác cải cách hành chính tại UBND xã Đông Hải`, by the round's mode.
pub(super) fn subject(inspected: &Inspected<'_>) -> String {
    let unit = unit(inspected);
    match inspected.round.mode {
        Mode::Planned | Mode::Desk => fixed!("subject", unit = unit),
        Mode::Surprise => fixed!("subject_surprise", unit = unit),
        Mode::FollowUp => fixed!("subject_follow_up", unit = unit),
    }
}

/// `TB-SNV`, whether the letterhead gives the letters alone or the whole.
pub(super) fn notation(letterhead: &Letterhead, kind: PaperKind) -> String {
    let letters = letters(letterhead);
    if letters.is_empty() { kind.code().to_owned() } else { format!("{}-{letters}", kind.code()) }
}

/// `SNV`: the issuing agency's letters, whether the letterhead gives them alone or behind a type.
pub(super) fn letters(letterhead: &Letterhead) -> &str {
    let written = letterhead.notation.trim();
    written.strip_prefix(PaperKind::Notice.code()).map_or(written, |rest| match rest.strip_prefix('-') {
        Some(letters) => letters,
        None if rest.is_empty() => "",
        None => written,
    })
}

/// Whether two names are the same but for capitals, marks and the short form of a committee.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let plain = |name: &str| fold(phrase::clause(name).trim()).replace("uy ban nhan dan", "ubnd");
    plain(a) == plain(b)
}

/// Nơi nhận of the letterhead, line by line; the team where it names none.
pub(super) fn recipients_of(round: &Round) -> Vec<String> {
    let lines = &round.letterhead.recipients;
    if lines.is_empty() {
        vec![fixed!("team_members")]
    } else {
        lines.iter().map(|line| phrase::clause(line)).collect()
    }
}

/// Nơi nhận as the letterhead has it; else the unit and the team.
pub(super) fn recipients(inspected: &Inspected<'_>) -> Recipients {
    let letterhead = &inspected.round.letterhead;
    let lines = if letterhead.recipients.is_empty() {
        vec![unit(inspected), fixed!("team_members")]
    } else {
        letterhead.recipients.iter().map(|line| phrase::clause(line)).collect()
    };
    Recipients { lines, filing: letterhead.filing.clone().unwrap_or_default() }
}

/// Who signs the notice: as the letterhead has it, else the head of the agency, name left to the pen.
pub(super) fn signer(letterhead: &Letterhead) -> Signature {
    let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let unnamed = |authority, post| Signature { authority, post, name: None, note: None };
    match &letterhead.signer {
        Some(signer) => Signature {
            authority: signer.authority.as_deref().and_then(filled),
            post: filled(&signer.post).unwrap_or_else(|| head_post(&letterhead.agency)),
            name: filled(&signer.name),
            note: None,
        },
        None if is_committee(&letterhead.agency) => {
            unnamed(Some(fixed!("on_behalf_of_committee")), fixed!("chairperson"))
        }
        None => unnamed(None, head_post(&letterhead.agency)),
    }
}

fn head_post(agency: &str) -> String {
    if is_committee(agency) {
        fixed!("chairperson")
    } else if fold(agency.trim()).starts_with("so ") {
        fixed!("director")
    } else {
        fixed!("head_of_agency")
    }
}

/// What rounds without names write in their place.
const ROLES: [&str; 4] = ["pho truong doan", "truong doan", "thu ky", "thanh vien"];
/// Longest post, in words, that the agency follows without a comma: `Phó Giám đốc Sở Nội vụ`.
const SHORT_POST: usize = 4;

/// The member's own name; none where only a role or a delegation stands for it.
pub(super) fn own_name(member: &Member) -> Option<String> {
    let name = phrase::clause(&member.name);
    let folded = fold(&name);
    let rest = ROLES.iter().find_map(|role| folded.strip_prefix(role)).map(str::trim);
    let is_role = matches!(rest, Some("" | "kiem tra" | "doan kiem tra"));
    (!name.is_empty() && !is_role && !is_delegate(member)).then_some(name)
}

/// Whether the member is entered as the delegate of an agency: `Đại diện Sở Tư pháp`.
pub(super) fn is_delegate(member: &Member) -> bool {
    fold(member.name.trim()).starts_with("dai dien")
}

/// `Nguyễn Văn A, Phó Giám đốc Sở Nội vụ`: what is recorded of name, post and agency, each once. A role in place of
/// the name stands only where nothing else does.
pub(super) fn person(member: &Member) -> String {
    let post = member.post.as_deref().map(phrase::clause).unwrap_or_default();
    let agency = member.agency.as_deref().map(phrase::clause).unwrap_or_default();
    let post = match (fold(&post).contains(&fold(&agency)), post.split_whitespace().count()) {
        (true, _) => post,
        (false, words) if words > SHORT_POST => format!("{post}, {agency}"),
        (false, _) => phrase::joined([post, agency]),
    };
    match own_name(member) {
        Some(name) => named(&name, &post),
        None if is_delegate(member) => phrase::clause(&member.name),
        None if post.is_empty() => phrase::clause(&member.name),
        None => post,
    }
}

/// `name, post`; a name that only repeats the post, or a post that is missing, stands alone.
pub(super) fn named(name: &str, post: &str) -> String {
    let (name, post) = (phrase::clause(name), phrase::clause(post));
    match (name.is_empty(), post.is_empty()) {
        (true, _) => post,
        (_, true) => name,
        _ if fold(&post) == fold(&name) || (name.contains(' ') && fold(&post).contains(&fold(&name))) => post,
        _ => format!("{name}, {post}"),
    }
}
