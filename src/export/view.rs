//! The views that can be exported.

/// A view of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Unit × checklist: verdicts and points.
    Overview,
    /// A line per unit.
    Units,
    /// Units by the share of points they earned.
    Ranking,
    /// Full, self and verified points of every item at every unit.
    Points,
    /// Items and checklists that count nowhere at some units, and why.
    LeftOut,
    /// What is asked.
    Items,
    /// What was answered, item by item.
    Answers,
    /// Shortcomings and remarked strengths.
    Findings,
    /// Items in which units fall short, the most frequent first.
    Shortcomings,
    /// Causes of shortcomings.
    Causes,
    /// What is required, put together over all units.
    Recommendations,
    /// Figures, rates, shares and indexes.
    Figures,
    /// Cross-checks of figures that do not hold.
    Checks,
    /// Problems, as `check` tells them.
    Problems,
    /// What issued notices require, and how it stands.
    Requirements,
    /// Figures and rates over the years, of all rounds of the home.
    Trends,
}

impl View {
    /// All views.
    pub const ALL: [Self; 16] = [
        Self::Overview,
        Self::Units,
        Self::Ranking,
        Self::Points,
        Self::LeftOut,
        Self::Items,
        Self::Answers,
        Self::Findings,
        Self::Shortcomings,
        Self::Causes,
        Self::Recommendations,
        Self::Figures,
        Self::Checks,
        Self::Problems,
        Self::Requirements,
        Self::Trends,
    ];

    /// As on the command line and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Units => "units",
            Self::Ranking => "ranking",
            Self::Points => "points",
            Self::LeftOut => "left-out",
            Self::Items => "items",
            Self::Answers => "answers",
            Self::Findings => "findings",
            Self::Shortcomings => "shortcomings",
            Self::Causes => "causes",
            Self::Recommendations => "recommendations",
            Self::Figures => "figures",
            Self::Checks => "checks",
            Self::Problems => "problems",
            Self::Requirements => "requirements",
            Self::Trends => "trends",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str().eq_ignore_ascii_case(name.trim()))
    }

    /// All names, for messages.
    pub fn names() -> String {
        Self::ALL.map(Self::as_str).join(", ")
    }

    /// Its title in the language of the screen.
    pub fn title(self) -> String {
        rust_i18n::t!(format!("export.view.{}", self.as_str())).into_owned()
    }

    /// Its title as papers have it: always Vietnamese.
    pub fn paper_title(self) -> String {
        rust_i18n::t!(format!("export.view.{}", self.as_str()), locale = "vi").into_owned()
    }

    /// Its columns, in order.
    pub fn columns(self) -> Vec<&'static str> {
        match self {
            Self::Overview => super::dataset::names(&super::units::overview_columns()),
            Self::Units => super::dataset::names(&super::units::unit_columns()),
            Self::Ranking => super::dataset::names(&super::points::ranking_columns()),
            Self::Points => super::dataset::names(&super::points::point_columns()),
            Self::LeftOut => super::dataset::names(&super::left_out::columns()),
            Self::Items => super::dataset::names(&super::items::columns()),
            Self::Answers => super::dataset::names(&super::answers::columns()),
            Self::Findings => super::dataset::names(&super::findings::columns()),
            Self::Shortcomings => super::dataset::names(&super::findings::shortcoming_columns()),
            Self::Causes => super::dataset::names(&super::findings::cause_columns()),
            Self::Recommendations => super::dataset::names(&super::findings::recommendation_columns()),
            Self::Figures => super::dataset::names(&super::figures::columns()),
            Self::Checks => super::dataset::names(&super::figures::check_columns()),
            Self::Problems => super::dataset::names(&super::problems::columns()),
            Self::Requirements => super::dataset::names(&super::requirements::columns()),
            Self::Trends => super::dataset::names(&super::trends::columns()),
        }
    }
}
