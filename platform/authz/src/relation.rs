//! How an actor stands to the thing that is touched.

/// How an actor stands to the thing that is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// No relation is needed.
    Any,
    /// It is the actor's own matter, or that of a firm or person they act for.
    Own,
    /// The actor knows its number and query code.
    Code,
    /// It waits for the actor's role in the actor's authority.
    Task,
    /// The actor's authority is competent for it, in the division of the actor's post.
    Authority,
    /// The actor's service centre serves its division.
    Centre,
    /// It lies in the division of the actor's post or below it (块).
    Division,
    /// It lies there and belongs to the line to which the actor's post is limited (条).
    Line,
    /// The actor broke the glass within the last hour, for a reason that others look at.
    Elevated,
}

impl Relation {
    /// All relations.
    pub const ALL: [Relation; 9] = [
        Relation::Any,
        Relation::Own,
        Relation::Code,
        Relation::Task,
        Relation::Authority,
        Relation::Centre,
        Relation::Division,
        Relation::Line,
        Relation::Elevated,
    ];

    /// The relation's word in the matrix.
    pub const fn word(self) -> &'static str {
        match self {
            Relation::Any => "any",
            Relation::Own => "own",
            Relation::Code => "code",
            Relation::Task => "task",
            Relation::Authority => "authority",
            Relation::Centre => "centre",
            Relation::Division => "division",
            Relation::Line => "line",
            Relation::Elevated => "elevated",
        }
    }

    /// Whether somebody who holds these relations stands in this one.
    pub fn is_held(self, holds: &[Relation]) -> bool {
        self == Relation::Any || holds.contains(&self)
    }
}

/// The relations that follow from a post: whether the thing is its authority's, lies in its
/// division, and belongs to its line.
pub fn post_relations(is_own: bool, is_in_division: bool, is_in_line: bool) -> Vec<Relation> {
    let all = [
        (is_own, Relation::Authority),
        (is_in_division, Relation::Division),
        (is_in_line, Relation::Line),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, relation)| relation).collect()
}
