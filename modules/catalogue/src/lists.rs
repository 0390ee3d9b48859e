//! The lists under which services are found: themes, life events, words that mean the same, and
//! the services that stand on the home page. One stream, replaced as a whole.

use catalogue_domain::Definition;
use kernel::{Aggregate, LocalText, Recorded};
use serde::{Deserialize, Serialize};

/// The two entrances: people, and firms with other organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Side {
    /// Natural persons (个人).
    #[serde(rename = "person")]
    Individuals,
    /// Legal persons (法人).
    #[serde(rename = "business")]
    Businesses,
}

impl Side {
    /// The word in addresses and filters.
    pub const fn word(self) -> &'static str {
        match self {
            Side::Individuals => "individuals",
            Side::Businesses => "businesses",
        }
    }

    /// Reads [`Side::word`].
    pub fn parse(word: &str) -> Option<Side> {
        [Side::Individuals, Side::Businesses].into_iter().find(|side| side.word() == word)
    }

    /// Whether a service is for this side.
    pub fn is_served_by(self, definition: &Definition) -> bool {
        match self {
            Side::Individuals => definition.serves_people(),
            Side::Businesses => definition.serves_organisations(),
        }
    }

    /// The codes of the themes under which a service stands on this side.
    pub fn themes_of(self, definition: &Definition) -> &[String] {
        let themes = &definition.implementation.themes;
        match self {
            Side::Individuals => &themes.individuals,
            Side::Businesses => &themes.businesses,
        }
    }
}

/// A theme of the national list (主题分类).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Theme {
    /// Three digits.
    pub code: String,
    /// Its name.
    pub name: LocalText,
}

/// The themes of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Themes {
    /// For natural persons.
    pub individuals: Vec<Theme>,
    /// For legal persons.
    pub businesses: Vec<Theme>,
}

/// A moment in a life or a firm that needs several services (一件事).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LifeEvent {
    /// Its id in definitions and addresses.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// Whose moment it is.
    pub audience: Side,
    /// Its place among the others.
    pub order: u32,
    /// What belongs to it, in one sentence.
    pub summary: LocalText,
}

/// All lists of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Lists {
    /// The themes.
    pub themes: Themes,
    /// The life events, in their order.
    pub life_events: Vec<LifeEvent>,
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Ids of the services that stand on the home page; empty: chosen by life events.
    #[serde(default)]
    pub frequent: Vec<String>,
}

impl Lists {
    /// The one stream's key.
    pub const KEY: &'static str = "catalogue";

    /// The themes of a side, in the order of their codes.
    pub fn themes(&self, side: Side) -> &[Theme] {
        match side {
            Side::Individuals => &self.themes.individuals,
            Side::Businesses => &self.themes.businesses,
        }
    }

    /// Puts other lists in the place of these.
    pub fn import(&self, mut lists: Lists) -> Vec<ListsEvent> {
        lists.life_events.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        if lists == *self { Vec::new() } else { vec![ListsEvent::Imported { lists }] }
    }
}

/// What happens to the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ListsEvent {
    /// They were read from a city's data.
    Imported {
        /// All of them.
        lists: Lists,
    },
}

impl Aggregate for Lists {
    type Event = ListsEvent;
    const KIND: &'static str = "lists";

    fn word(event: &ListsEvent) -> &'static str {
        match event {
            ListsEvent::Imported { .. } => "lists.imported",
        }
    }

    fn apply(&mut self, event: &Recorded<ListsEvent>) {
        let ListsEvent::Imported { lists } = &event.event;
        self.clone_from(lists);
    }
}
