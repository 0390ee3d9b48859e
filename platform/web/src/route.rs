//! Routes: every address with its permission, audit class and limit class.

use axum::{
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};

/// Where a route is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Public pages: `/{language}/…`.
    Public,
    /// Pages of the desk: `/staff/…`.
    Staff,
    /// Machines: `/api/v1/…`.
    Api,
    /// As written, such as `/t/{reference}`.
    Root,
}

/// What a route leaves in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audit {
    /// Shows nothing about a person.
    Public,
    /// Shows the reader's own matters.
    Own,
    /// Shows other people's data: the handler records the read.
    Read,
    /// Changes something: the event is the record.
    Event,
}

/// How often a route may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Ordinary pages.
    Page,
    /// Searches, which cost more.
    Search,
    /// Look-ups by number and code, which could be guessed.
    Lookup,
    /// Changes.
    Change,
    /// Sign-in attempts.
    SignIn,
    /// Files.
    Upload,
    /// PDF documents, which are made on demand.
    Document,
}

/// What a route needs and leaves. There is no default: each route says all three.
#[derive(Debug, Clone, Copy)]
pub struct Needs {
    /// The action in the policy table.
    pub action: &'static str,
    /// What it leaves in the record.
    pub audit: Audit,
    /// How often it may be asked.
    pub limit: Limit,
    /// Whether all visitors without cookies see it alike, so that a finished page may be kept.
    pub(crate) is_shared: bool,
    /// Whether visitors show patience first while somebody walks through numbers.
    pub(crate) asks_proof: bool,
    /// Whether it is let through although nothing is changed at present.
    pub(crate) is_kept: bool,
    /// The fields that may stand more than once in a form or query, such as check boxes.
    pub(crate) repeated: &'static [&'static str],
    /// Whether the person confirms just before that it is them and that they want this.
    pub(crate) power: Power,
    /// Whether staff who have not proved enough to work may come here, to prove or set up more.
    pub(crate) is_enrolling: bool,
}

/// Which requests to a route are acts of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    /// None.
    No,
    /// All.
    Always,
    /// Forms with this value in this field, and what machines send.
    When(&'static str, &'static str),
}

impl Needs {
    /// See the fields.
    pub const fn new(action: &'static str, audit: Audit, limit: Limit) -> Self {
        Self {
            action,
            audit,
            limit,
            is_shared: false,
            is_kept: false,
            asks_proof: false,
            repeated: &[],
            power: Power::No,
            is_enrolling: false,
        }
    }

    /// These fields may be sent more than once. All others are refused then, because two parts of
    /// a program could believe two different values.
    #[must_use]
    pub const fn repeating(mut self, names: &'static [&'static str]) -> Self {
        self.repeated = names;
        self
    }

    /// All visitors without cookies see it alike, and asking leaves no trace.
    #[must_use]
    pub const fn shared(mut self) -> Self {
        self.is_shared = true;
        self
    }

    /// Visitors who have not signed in show patience first, by computing or waiting, while somebody
    /// walks through numbers.
    #[must_use]
    pub const fn patient(mut self) -> Self {
        self.asks_proof = true;
        self
    }

    /// It goes on while nothing is changed: it signs people in or out, or keeps them from harm. What
    /// leaves no event, such as looking something up, goes on anyway.
    #[must_use]
    pub const fn while_read_only(mut self) -> Self {
        self.is_kept = true;
        self
    }

    /// Whether it goes on while nothing is changed.
    pub(crate) fn works_read_only(&self) -> bool {
        self.is_kept || self.audit != Audit::Event
    }

    /// An act of power: whoever does it has confirmed this very action within the last two minutes
    /// (or what the deployer set), with a passkey, a code or a password. What they had typed is not
    /// lost on the way.
    #[must_use]
    pub const fn power(mut self) -> Self {
        self.power = Power::Always;
        self
    }

    /// As [`Needs::power`], but of forms only those with this value in this field: a form that is
    /// looked through before it is sent for good.
    #[must_use]
    pub const fn power_when(mut self, field: &'static str, value: &'static str) -> Self {
        self.power = Power::When(field, value);
        self
    }

    /// Staff who have not proved enough to work ([`crate::StaffFactor`]) may come here: it is where
    /// they set up a passkey, confirm with it, or go. It shows nobody's data but their own.
    #[must_use]
    pub const fn enrolling(mut self) -> Self {
        self.is_enrolling = true;
        self
    }

    /// Whether it is an act of power.
    pub const fn is_power(&self) -> bool {
        !matches!(self.power, Power::No)
    }
}

/// One address and method.
#[derive(Clone)]
pub struct Route {
    /// The subject it belongs to.
    pub module: &'static str,
    /// Where it is seen.
    pub face: Face,
    /// The HTTP method.
    pub method: Method,
    /// The path after the face's prefix.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
    pub(crate) handler: MethodRouter,
}

impl Route {
    /// `GET /{l}/services/{code}`, by which the route is known in lists and tests.
    pub fn id(&self) -> String {
        let prefix = match self.face {
            Face::Public => "/{l}",
            Face::Staff => "/staff",
            Face::Api => "/api/v1",
            Face::Root => "",
        };
        format!("{} {prefix}{}", self.method, self.path)
    }

    /// The full paths under which it is served.
    pub(crate) fn paths(&self) -> Vec<String> {
        match self.face {
            Face::Public => {
                let langs = kernel::Lang::ALL.into_iter();
                langs.map(|lang| format!("/{}{}", lang.path(), self.path)).collect()
            }
            Face::Staff => vec![format!("/staff{}", self.path)],
            Face::Api => vec![format!("/api/v1{}", self.path)],
            Face::Root => vec![self.path.to_owned()],
        }
    }
}

/// Collects the routes of one subject around its service.
pub struct Routes<S> {
    module: &'static str,
    state: S,
    routes: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    pub fn new(module: &'static str, state: S) -> Self {
        Self { module, state, routes: Vec::new() }
    }

    /// Adds a `GET` route.
    pub fn get<H, T>(&mut self, face: Face, path: &'static str, needs: Needs, handler: H)
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, face, path, needs, handler);
    }

    /// Adds a `POST` route.
    pub fn post<H, T>(&mut self, face: Face, path: &'static str, needs: Needs, handler: H)
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, face, path, needs, handler);
    }

    fn add<H, T>(
        &mut self,
        method: Method,
        filter: MethodFilter,
        face: Face,
        path: &'static str,
        needs: Needs,
        handler: H,
    ) where
        H: Handler<T, S>,
        T: 'static,
    {
        let handler = on(filter, handler).with_state(self.state.clone());
        self.routes.push(Route { module: self.module, face, method, path, needs, handler });
    }

    /// The routes.
    pub fn done(self) -> Vec<Route> {
        self.routes
    }
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    /// On public or on staff pages.
    pub face: Face,
    /// The path after the face's prefix.
    pub path: &'static str,
    /// The key of its word.
    pub key: &'static str,
    /// Shown to those who may ever do this.
    pub action: &'static str,
}
